package dev.jcompose.cli.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Sizes and times in the short forms that Docker's tools print. */
public final class Units {
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /** With up to four significant digits and powers of 1000: {@code 12.5MB}. */
    public static String size(long bytes) {
        return scaled(bytes, 1000, DECIMAL, 4);
    }

    /** With up to three significant digits and powers of 1000, as image lists show it: {@code 4.86MB}. */
    public static String shortSize(long bytes) {
        return scaled(bytes, 1000, DECIMAL, 3);
    }

    /** With up to four significant digits and powers of 1024: {@code 7.5GiB}. */
    public static String binarySize(long bytes) {
        return scaled(bytes, 1024, BINARY, 4);
    }

    private static String scaled(long bytes, int base, String[] units, int digits) {
        double value = bytes;
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        var rounded = BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + units[unit];
    }

    /** How long ago, roughly: {@code About a minute}, {@code 3 hours}. */
    public static String roughly(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = time.toMinutes();
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        long hours = (minutes + 30) / 60;
        if (hours == 1) {
            return "About an hour";
        }
        if (hours < 48) {
            return hours + " hours";
        }
        if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        }
        if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        }
        if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return time.toHours() / 24 / 365 + " years";
    }

    /** With tenths of seconds: {@code 0.3s}, {@code 75.0s}. */
    public static String stopwatch(Duration time) {
        return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }
}
