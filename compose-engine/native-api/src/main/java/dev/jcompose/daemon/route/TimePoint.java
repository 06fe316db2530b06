package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Points in time as clients write them: seconds of the epoch, RFC 3339, or how long ago. */
final class TimePoint {
    private TimePoint() {}

    /** The filter {@code until}. */
    static Optional<Instant> of(Filters filters, Instant now) {
        return filters.get("until").isEmpty()
                ? Optional.empty()
                : Optional.of(time(filters.get("until").getFirst(), now));
    }

    /**
     * @param text {@code 1700000000.5}, {@code 2026-01-02T03:04:05Z}, {@code 10m}, {@code 1h30m}
     * @throws HttpException 400 for anything else
     */
    static Instant time(String text, Instant now) {
        try {
            if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?")) {
                int dot = text.indexOf('.');
                String seconds = dot < 0 ? text : text.substring(0, dot);
                String fraction = dot < 0 ? "0" : (text.substring(dot + 1) + "000000000").substring(0, 9);
                return Instant.ofEpochSecond(Long.parseLong(seconds), Long.parseLong(fraction));
            }
            if (text.matches("([0-9]+h)?([0-9]+m)?([0-9]+(\\.[0-9]+)?s)?") && !text.isEmpty()) {
                return now.minus(Duration.parse("PT" + text.toUpperCase(java.util.Locale.ROOT)));
            }
            return java.time.OffsetDateTime.parse(text).toInstant();
        } catch (java.time.DateTimeException | ArithmeticException e) {
            throw new HttpException(
                    400, "\"" + text + "\" is not a time: give seconds, RFC 3339, or a duration like 10m");
        }
    }
}
