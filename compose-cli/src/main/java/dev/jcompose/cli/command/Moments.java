package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.model.value.Durations;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Points in time as {@code --since} and {@code --until} take them. */
final class Moments {
    private Moments() {}

    /** A date, a time, seconds since 1970, or how long ago. A time without zone is in the zone of the clock. */
    static Optional<Instant> of(Options.Value value, Clock clock) throws UsageException {
        if (value.get().isEmpty() || value.get().get().isEmpty()) {
            return Optional.empty();
        }
        String text = value.get().get();
        var ago = Durations.parse(text);
        if (ago.isPresent()) {
            return Optional.of(clock.instant().minus(ago.get()));
        }
        try {
            return Optional.of(parse(text, clock));
        } catch (DateTimeException | NumberFormatException e) {
            throw value.invalid(
                    "use a time such as 2013-01-02T13:23:37Z, seconds since 1970, or how long ago, such as 42m");
        }
    }

    private static Instant parse(String text, Clock clock) {
        if (text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?")) {
            int point = text.indexOf('.');
            if (point < 0) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            String nanos = (text.substring(point + 1) + "000000000").substring(0, 9);
            return Instant.ofEpochSecond(Long.parseLong(text.substring(0, point)), Long.parseLong(nanos));
        }
        if (text.matches(".*T.*(Z|[+-][0-9]{2}:[0-9]{2})")) {
            return OffsetDateTime.parse(text).toInstant();
        }
        if (text.contains("T")) {
            return LocalDateTime.parse(text).atZone(clock.getZone()).toInstant();
        }
        return LocalDate.parse(text).atStartOfDay(clock.getZone()).toInstant();
    }
}
