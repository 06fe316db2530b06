package dev.jcompose.runtime.container;

import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.time.Duration;
import java.util.List;

/**
 * How a container's health is probed, as a client or an image says it.
 *
 * @param test {@code ["NONE"]}, {@code ["CMD", ...]}, {@code ["CMD-SHELL", line]}; empty = that of the image
 * @param interval zero = that of the image or the default, as for the other durations
 * @param retries zero = that of the image or the default
 */
public record HealthConfig(
        List<String> test,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    static final Duration DEFAULT_START_INTERVAL = Duration.ofSeconds(5);
    static final int DEFAULT_RETRIES = 3;

    public HealthConfig {
        test = List.copyOf(test);
    }

    /** Whether there is a probe to be run. */
    public boolean isEnabled() {
        return !test.isEmpty() && !test.getFirst().equals("NONE");
    }

    /** This one where it says something, else the other. */
    HealthConfig over(HealthConfig image) {
        return new HealthConfig(
                test.isEmpty() ? image.test : test,
                interval.isZero() ? image.interval : interval,
                timeout.isZero() ? image.timeout : timeout,
                startPeriod.isZero() ? image.startPeriod : startPeriod,
                startInterval.isZero() ? image.startInterval : startInterval,
                retries == 0 ? image.retries : retries);
    }

    Duration effectiveInterval() {
        return interval.isZero() ? DEFAULT_INTERVAL : interval;
    }

    Duration effectiveTimeout() {
        return timeout.isZero() ? DEFAULT_TIMEOUT : timeout;
    }

    Duration effectiveStartInterval() {
        return startInterval.isZero() ? DEFAULT_START_INTERVAL : startInterval;
    }

    int effectiveRetries() {
        return retries == 0 ? DEFAULT_RETRIES : retries;
    }

    /** As {@code Config.Healthcheck} of the Engine API; durations in nanoseconds. */
    public static HealthConfig fromJson(JsonObject json) throws MalformedJsonException {
        return new HealthConfig(
                json.strings("Test"),
                json.nanos("Interval"),
                json.nanos("Timeout"),
                json.nanos("StartPeriod"),
                json.nanos("StartInterval"),
                json.integerOrZero("Retries"));
    }

    /** The reverse of {@link #fromJson}; what is zero is left out. */
    public JsonObject toJson() {
        var json = JsonObject.builder().putStrings("Test", test);
        put(json, "Interval", interval);
        put(json, "Timeout", timeout);
        put(json, "StartPeriod", startPeriod);
        put(json, "StartInterval", startInterval);
        if (retries != 0) {
            json.put("Retries", retries);
        }
        return json.build();
    }

    private static void put(JsonObject.Builder json, String name, Duration duration) {
        if (!duration.isZero()) {
            json.putNanos(name, duration);
        }
    }
}
