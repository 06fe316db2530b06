package dev.jcompose.daemon.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times and durations as the Engine API writes them. */
public final class Times {
    /** What Go writes for a time that never was. */
    private static final String NEVER = "0001-01-01T00:00:00Z";

    private static final DateTimeFormatter NINE_DIGITS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    /** RFC 3339. */
    public static String of(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(NEVER);
    }

    /** RFC 3339 with always nine digits of the second, as before lines of a log. */
    public static String fixedWidth(Instant time) {
        return NINE_DIGITS.format(time);
    }

    /** As people say it: {@code About a minute}, {@code 3 hours}. */
    public static String human(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds == 1) {
            return "1 second";
        }
        if (seconds < 60) {
            return seconds + " seconds";
        }
        long minutes = duration.toMinutes();
        if (minutes == 1) {
            return "About a minute";
        }
        if (minutes < 60) {
            return minutes + " minutes";
        }
        long hours = Math.round(seconds / 3600.0);
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
        return hours / 24 / 365 + " years";
    }
}
