package dev.jcompose.model.yaml;

import dev.jcompose.model.value.GoFloat;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The type of an unquoted scalar, by the rules of go-yaml, which Docker Compose reads files with: the YAML 1.2 core schema,
 * and numbers such as {@code 0440}, {@code 0b11} and {@code 1_000}, and timestamps. {@code yes} and {@code 22:22} are strings.
 */
final class ScalarResolver {

    /** What a scalar turned out to be. */
    record Resolved(Kind kind, String text) {}

    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN_SIGNED = BigInteger.ONE.shiftLeft(63).negate();

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("H:m:s")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private ScalarResolver() {}

    static Resolved resolve(String plain) {
        if (plain.isEmpty()) {
            return new Resolved(Kind.NULL, "");
        }
        char first = plain.charAt(0);
        switch (first) {
            case '~', 'n', 'N' -> {
                if (plain.equals("~") || plain.equals("null") || plain.equals("Null") || plain.equals("NULL")) {
                    return new Resolved(Kind.NULL, "");
                }
            }
            case 't', 'T' -> {
                if (plain.equals("true") || plain.equals("True") || plain.equals("TRUE")) {
                    return new Resolved(Kind.BOOLEAN, "true");
                }
            }
            case 'f', 'F' -> {
                if (plain.equals("false") || plain.equals("False") || plain.equals("FALSE")) {
                    return new Resolved(Kind.BOOLEAN, "false");
                }
            }
            case '.', '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                return numeric(plain);
            }
            default -> {}
        }
        return new Resolved(Kind.STRING, plain);
    }

    private static Resolved numeric(String plain) {
        Resolved special = special(plain);
        if (special != null) {
            return special;
        }
        if (plain.length() > 4 && plain.charAt(4) == '-' && Character.isDigit(plain.charAt(0))) {
            Resolved time = timestamp(plain);
            if (time != null) {
                return time;
            }
        }
        // A number of thousands of digits costs quadratic time to convert and is of no use.
        if (plain.length() > 400) {
            return new Resolved(Kind.STRING, plain);
        }
        String digits = plain.indexOf('_') < 0 ? plain : plain.replace("_", "");
        Resolved whole = integer(digits);
        if (whole != null) {
            return whole;
        }
        if (isFloat(digits)) {
            double value = Double.parseDouble(digits);
            if (!Double.isInfinite(value)) {
                return new Resolved(Kind.FLOAT, GoFloat.shortest(value));
            }
        }
        return new Resolved(Kind.STRING, plain);
    }

    private static @Nullable Resolved special(String plain) {
        return switch (plain) {
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> new Resolved(Kind.FLOAT, "+Inf");
            case "-.inf", "-.Inf", "-.INF" -> new Resolved(Kind.FLOAT, "-Inf");
            case ".nan", ".NaN", ".NAN" -> new Resolved(Kind.FLOAT, "NaN");
            default -> null;
        };
    }

    private static @Nullable Resolved integer(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int radix = 10;
        int digits = at;
        if (text.length() > at + 1 && text.charAt(at) == '0') {
            switch (text.charAt(at + 1)) {
                case 'x', 'X' -> {
                    radix = 16;
                    digits = at + 2;
                }
                case 'o', 'O' -> {
                    radix = 8;
                    digits = at + 2;
                }
                case 'b', 'B' -> {
                    radix = 2;
                    digits = at + 2;
                }
                default -> {
                    radix = 8;
                    digits = at + 1;
                }
            }
        }
        if (digits >= text.length()) {
            return null;
        }
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80 || Character.digit(text.charAt(i), radix) < 0) {
                return null;
            }
        }
        BigInteger value = new BigInteger(text.substring(digits), radix);
        value = text.startsWith("-") ? value.negate() : value;
        boolean fits = value.compareTo(MAX_UNSIGNED) <= 0 && value.compareTo(MIN_SIGNED) >= 0;
        return fits ? new Resolved(Kind.INTEGER, value.toString()) : null;
    }

    /** {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?} */
    private static boolean isFloat(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int whole = digits(text, at);
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(text, end + 1);
            if (whole == at && end == whole + 1) {
                return false;
            }
        } else if (whole == at) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int exponent = end + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '-' || text.charAt(exponent) == '+')) {
                exponent++;
            }
            end = digits(text, exponent);
            if (end == exponent) {
                return false;
            }
        }
        return end == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static @Nullable Resolved timestamp(String text) {
        int space = text.indexOf(' ');
        int t = Math.max(text.indexOf('T'), text.indexOf('t'));
        int cut = t > 0 ? t : space;
        try {
            String[] date = (cut < 0 ? text : text.substring(0, cut)).split("-", -1);
            if (date.length != 3 || date[0].length() != 4 || date[1].length() > 2 || date[2].length() > 2) {
                return null;
            }
            LocalDate day =
                    LocalDate.of(Integer.parseInt(date[0]), Integer.parseInt(date[1]), Integer.parseInt(date[2]));
            if (cut < 0) {
                return shown(day.atStartOfDay(), ZoneOffset.UTC);
            }
            String time = text.substring(cut + 1);
            if (t < 0) {
                return shown(day.atTime(LocalTime.parse(time, TIME)), ZoneOffset.UTC);
            }
            int zone = Math.max(Math.max(time.indexOf('Z'), time.indexOf('+')), time.indexOf('-'));
            if (zone < 0) {
                return null;
            }
            var clock = day.atTime(LocalTime.parse(time.substring(0, zone), TIME));
            return shown(clock, ZoneOffset.of(time.substring(zone)));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** As Go prints a time. */
    private static Resolved shown(LocalDateTime time, ZoneOffset offset) {
        OffsetDateTime moment = time.atOffset(offset);
        StringBuilder text = new StringBuilder(moment.format(SHOWN));
        if (moment.getNano() != 0) {
            String nanos = String.format(Locale.ROOT, "%09d", moment.getNano());
            int end = nanos.length();
            while (nanos.charAt(end - 1) == '0') {
                end--;
            }
            text.append('.').append(nanos, 0, end);
        }
        String zone = offset.equals(ZoneOffset.UTC)
                ? "+0000"
                : offset.getId().replace(":", "").substring(0, 5);
        String name = offset.equals(ZoneOffset.UTC) ? "UTC" : zone;
        return new Resolved(
                Kind.TIMESTAMP,
                text.append(' ').append(zone).append(' ').append(name).toString());
    }
}
