package dev.jcompose.runtime.container;

import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the probes found, and how the next result changes it. Immutable.
 *
 * @param failingStreak failures in a row that count
 * @param log the last probes, oldest first, five at most
 */
public record Health(Status status, int failingStreak, List<Probe> log) {
    /** Before the first probe. */
    public static final Health STARTING = new Health(Status.STARTING, 0, List.of());

    private static final int KEPT_PROBES = 5;

    /** The words of the Engine API, in lower case. */
    public enum Status {
        STARTING,
        HEALTHY,
        UNHEALTHY;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One probe.
     *
     * @param exitCode 0 = healthy; -1 = it took too long
     * @param output the first 4096 bytes of what it printed
     */
    public record Probe(Instant start, Instant end, int exitCode, String output) {}

    public Health {
        log = List.copyOf(log);
    }

    /**
     * What a result makes of this: a success is healthy at once; failures while starting do not count within the start
     * period, and as many in a row as {@code retries} make unhealthy.
     *
     * @param sinceStart age of the container when the probe began
     */
    Health after(Probe probe, HealthConfig config, Duration sinceStart) {
        var probes = new ArrayList<>(log);
        probes.add(probe);
        List<Probe> kept = probes.subList(Math.max(0, probes.size() - KEPT_PROBES), probes.size());
        if (probe.exitCode() == 0) {
            return new Health(Status.HEALTHY, 0, kept);
        }
        boolean forgiven = status == Status.STARTING && sinceStart.compareTo(config.startPeriod()) < 0;
        if (forgiven) {
            return new Health(Status.STARTING, failingStreak, kept);
        }
        int streak = failingStreak + 1;
        return new Health(streak >= config.effectiveRetries() ? Status.UNHEALTHY : status, streak, kept);
    }

    /** How long to wait from the end of one probe, or the start of the container, to the next probe. */
    Duration untilNextProbe(HealthConfig config, Duration sinceStart) {
        boolean starting = status == Status.STARTING && sinceStart.compareTo(config.startPeriod()) < 0;
        return starting ? config.effectiveStartInterval() : config.effectiveInterval();
    }

    /** As {@code State.Health} of the Engine API. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("Status", status.word())
                .put("FailingStreak", failingStreak)
                .putEach(
                        "Log",
                        log,
                        probe -> JsonObject.builder()
                                .put("Start", probe.start)
                                .put("End", probe.end)
                                .put("ExitCode", probe.exitCode)
                                .put("Output", probe.output)
                                .build())
                .build();
    }

    static Health fromJson(JsonObject json) throws MalformedJsonException {
        var probes = new ArrayList<Probe>();
        for (JsonObject probe : json.objects("Log")) {
            probes.add(new Probe(
                    probe.time("Start").orElse(Instant.EPOCH),
                    probe.time("End").orElse(Instant.EPOCH),
                    probe.integerOrZero("ExitCode"),
                    probe.stringOrEmpty("Output")));
        }
        return new Health(
                Status.valueOf(json.requireString("Status").toUpperCase(java.util.Locale.ROOT)),
                json.integerOrZero("FailingStreak"),
                probes);
    }
}
