package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * How health is found out: {@code services.*.healthcheck}.
 *
 * @param test starts with {@code CMD}, {@code CMD-SHELL} or {@code NONE}; absent or empty means the image's
 * @param extensions the {@code x-*} keys
 */
public record Healthcheck(
        Optional<List<String>> test,
        Optional<Duration> timeout,
        Optional<Duration> interval,
        OptionalLong retries,
        Optional<Duration> startPeriod,
        Optional<Duration> startInterval,
        boolean disable,
        SequencedMap<String, Value> extensions) {
    public Healthcheck {
        test = test.map(List::copyOf);
        extensions = Copies.of(extensions);
    }

    /** Whether the image's check is switched off. */
    public boolean isOff() {
        return disable
                || test.map(words -> !words.isEmpty() && words.get(0).equals("NONE"))
                        .orElse(false);
    }
}
