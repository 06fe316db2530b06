package dev.jcompose.model.value;

import java.math.BigDecimal;

/** Numbers with a fraction as Go prints them, and with it Docker Compose. */
public final class GoFloat {

    private GoFloat() {}

    /** The shortest text that reads back as the number, with an exponent below 1e-4 and from 1e6: {@code %v}. */
    public static String shortest(double number) {
        return print(number, Double.toString(number));
    }

    /** As {@link #shortest(double)} for 32 bits. */
    public static String shortest(float number) {
        return print(number, Float.toString(number));
    }

    private static String print(double number, String text) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        if (number == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return exact.toPlainString();
        }
        return scientific(exact, exponent, 2);
    }

    /** As {@code encoding/json} writes it: an exponent below 1e-6 and from 1e21. */
    public static String json(double number) {
        return json(number, Double.toString(number));
    }

    /** As {@link #json(double)} for 32 bits. */
    public static String json(float number) {
        return json(number, Float.toString(number));
    }

    private static String json(double number, String text) {
        if (number == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(text).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -6 && exponent < 21) {
            return exact.toPlainString();
        }
        return scientific(exact, exponent, 1);
    }

    private static String scientific(BigDecimal exact, int exponent, int exponentDigits) {
        String digits = exact.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder(exact.signum() < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        String power = Integer.toString(Math.abs(exponent));
        text.append('e').append(exponent < 0 ? '-' : '+');
        if (power.length() < exponentDigits) {
            text.append('0');
        }
        return text.append(power).toString();
    }
}
