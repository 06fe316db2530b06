package dev.jcompose.runtime.image;

import java.time.Duration;
import java.util.List;

/**
 * HEALTHCHECK of an image.
 *
 * @param test {@code ["NONE"]}, {@code ["CMD", ...]} or {@code ["CMD-SHELL", line]}; empty = inherit
 * @param interval zero = default of the engine, as for the other durations
 * @param retries zero = default of the engine
 */
public record ImageHealthcheck(
        List<String> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    public ImageHealthcheck {
        test = List.copyOf(test);
    }
}
