package dev.jcompose.engine.docker;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Moments as the Engine API writes them. */
final class Instants {
    private Instants() {}

    /** RFC 3339; empty for the year 1, which is how Go writes "never", and for what is no moment. */
    static Optional<Instant> parse(String text) {
        if (text.isEmpty() || text.startsWith("0001-01-01T")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
