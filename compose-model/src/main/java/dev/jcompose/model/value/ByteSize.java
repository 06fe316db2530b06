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
     * {@code b}, {@code k}/{@code kb}/{@code ki}/{@code kib} and likewise {@code m}, {@code g}, {@code t}, {@code p}.
     *
     * @return empty when the text is no size, is negative or does not fit into 64 bits
     */
    public static Optional<ByteSize> parse(String text) {
        int end = text.length();
        while (end > 0 && !isNumeric(text.charAt(end - 1))) {
            end--;
        }
        int power = power(text.substring(end).toLowerCase(Locale.ROOT));
        String number = text.substring(0, end).stripTrailing();
        if (power < 0 || number.length() > 40 || !isDecimal(number)) {
            return Optional.empty();
        }
        double bytes = Double.parseDouble(number) * (double) (1L << (10 * power));
        return bytes < 0x1p63 ? Optional.of(new ByteSize((long) bytes)) : Optional.empty();
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == ' ';
    }

    private static boolean isDecimal(String number) {
        int dots = 0;
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == '.' && i > 0 && i + 1 < number.length()) {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return !number.isEmpty() && dots <= 1;
    }

    /** The exponent of 1024, or -1 when this is no unit. */
    private static int power(String unit) {
        if (unit.isEmpty()) {
            return 0;
        }
        int power = UNITS.indexOf(unit.charAt(0));
        String rest = unit.substring(1);
        boolean valid = rest.isEmpty() || (power > 0 && (rest.equals("b") || rest.equals("i") || rest.equals("ib")));
        return valid ? power : -1;
    }

    /** The number of bytes in decimal digits, as compose files print sizes. */
    @Override
    public String toString() {
        return Long.toString(bytes);
    }
}
