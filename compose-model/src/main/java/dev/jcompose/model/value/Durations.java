package dev.jcompose.model.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/** The text of durations in compose files: numbers with units, such as {@code 1m30s}. */
public final class Durations {

    private static final long SECOND = 1_000_000_000L;

    private Durations() {}

    /**
     * Parses a sequence of decimal numbers with the units {@code ns}, {@code us}, {@code ms}, {@code s}, {@code m},
     * {@code h}, {@code d} (24 hours) and {@code w} (7 days); {@code 0} needs no unit.
     *
     * @return empty when the text is no duration or is longer than 292 years
     */
    public static Optional<Duration> parse(String text) {
        boolean negative = text.startsWith("-");
        int at = negative || text.startsWith("+") ? 1 : 0;
        if (text.substring(at).equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (at == text.length()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        while (at < text.length()) {
            int digits = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            int unit = at;
            while (at < text.length() && !Character.isDigit(text.charAt(at)) && text.charAt(at) != '.') {
                at++;
            }
            long scale = nanosOf(text.substring(unit, at));
            // A number of thousands of digits is hostile, not long.
            if (scale == 0 || unit == digits || unit - digits > 40) {
                return Optional.empty();
            }
            try {
                nanos = nanos.add(new BigDecimal(text.substring(digits, unit)).multiply(BigDecimal.valueOf(scale)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return Optional.empty();
        }
        long value = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
        return Optional.of(Duration.ofNanos(negative ? -value : value));
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3_600 * SECOND;
            case "d" -> 24 * 3_600 * SECOND;
            case "w" -> 7 * 24 * 3_600 * SECOND;
            default -> 0;
        };
    }

    /** Prints as Docker Compose does: {@code 1h0m0s}, {@code 1m30s}, {@code 1.5s}, {@code 250ms}, {@code 0s}. */
    public static String print(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long n = Math.abs(nanos);
        if (n < 1_000) {
            return sign + n + "ns";
        }
        if (n < 1_000_000) {
            return sign + decimal(n, 1_000) + "\u00b5s";
        }
        if (n < SECOND) {
            return sign + decimal(n, 1_000_000) + "ms";
        }
        long hours = n / (3_600 * SECOND);
        long minutes = n / (60 * SECOND) % 60;
        StringBuilder text = new StringBuilder(sign);
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        return text.append(decimal(n % (60 * SECOND), SECOND)).append('s').toString();
    }

    private static String decimal(long number, long unit) {
        return BigDecimal.valueOf(number)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
