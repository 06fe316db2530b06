package dev.jcompose.model.value;

import java.util.Locale;
import java.util.Optional;

/**
 * A number of bytes; negative values are sentinels of some attributes ({@code memswap_limit: -1} is unlimited).
 *
 * @param bytes the number
 */
public record ByteSize(long bytes) {

    private static final String UNITS = "bkmgtp";

    /**
     * Parses {@code 64m}, {@code 1.5 GiB} or a plain number of bytes. Units are powers of 1024 and of any letter case:
     * {@code b}, {@code k}/{@code kb}/{@code kib} and likewise {@code m}, {@code g}, {@code t}, {@code p}.
     *
     * @return empty when the text is no size or does not fit into 64 bits
     */
    public static Optional<ByteSize> parse(String text) {
        int end = 0;
        while (end < text.length() && isNumeric(text.charAt(end))) {
            end++;
        }
        String number = text.substring(0, end);
        String unit = text.substring(end);
        if (unit.startsWith(" ")) {
            unit = unit.substring(1);
        }
        int power = power(unit.toLowerCase(Locale.ROOT));
        if (power < 0) {
            return Optional.empty();
        }
        try {
            if (power == 0 && number.indexOf('.') < 0) {
                return Optional.of(new ByteSize(Long.parseLong(number)));
            }
            double bytes = Double.parseDouble(number) * (double) (1L << (10 * power));
            if (Math.abs(bytes) >= 0x1p63) {
                return Optional.empty();
            }
            return Optional.of(new ByteSize((long) bytes));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
    }

    /** The exponent of 1024, or -1 when this is no unit. */
    private static int power(String unit) {
        if (unit.isEmpty()) {
            return 0;
        }
        int power = UNITS.indexOf(unit.charAt(0));
        String rest = unit.substring(1);
        boolean valid = rest.isEmpty() || (power > 0 && (rest.equals("b") || rest.equals("ib")));
        return valid ? power : -1;
    }

    /** The number of bytes in decimal digits, as compose files print sizes. */
    @Override
    public String toString() {
        return Long.toString(bytes);
    }
}
