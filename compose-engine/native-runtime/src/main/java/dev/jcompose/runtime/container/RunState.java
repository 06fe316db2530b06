package dev.jcompose.runtime.container;

import dev.jcompose.runtime.store.JsonCodec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a container fares. Immutable; kept on disk beside the {@link ContainerRecord}.
 *
 * @param pid host number of the first process; 0 when none runs
 * @param exitCode of the last run, 0 before the first
 * @param error why the last start failed; empty when it did not
 * @param restartCount how often its policy has restarted it since somebody started it
 * @param restartDelay the last wait before a restart; empty when there was none since somebody, or a boot, started it
 * @param manuallyStopped whether somebody stopped or killed it
 * @param health of the present or last run; empty without probes
 */
public record RunState(
        Status status,
        int pid,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        int exitCode,
        boolean oomKilled,
        String error,
        int restartCount,
        Optional<Duration> restartDelay,
        boolean manuallyStopped,
        Optional<Health> health) {
    /** The words of the Engine API, in lower case. */
    public enum Status {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static final RunState CREATED = new RunState(
            Status.CREATED,
            0,
            Optional.empty(),
            Optional.empty(),
            0,
            false,
            "",
            0,
            Optional.empty(),
            false,
            Optional.empty());

    /** Whether a process of it exists. */
    public boolean hasProcess() {
        return status == Status.RUNNING || status == Status.PAUSED;
    }

    /** What the Engine API calls running: also while it waits for its restart. */
    public boolean isRunning() {
        return hasProcess() || status == Status.RESTARTING;
    }

    RunState started(int newPid, Instant at, Optional<Health> newHealth, int restarts, Optional<Duration> delay) {
        return new RunState(
                Status.RUNNING, newPid, Optional.of(at), finishedAt, 0, false, "", restarts, delay, false, newHealth);
    }

    RunState ended(Status newStatus, int code, boolean oom, Instant at, int restarts, Optional<Duration> delay) {
        return new RunState(
                newStatus,
                0,
                startedAt,
                Optional.of(at),
                code,
                oom,
                error,
                restarts,
                delay,
                manuallyStopped,
                health.map(known -> new Health(Health.Status.UNHEALTHY, known.failingStreak(), known.log())));
    }

    RunState failedToStart(Status newStatus, int code, String message, Instant at) {
        return new RunState(
                newStatus,
                0,
                startedAt,
                newStatus == Status.CREATED ? finishedAt : Optional.of(at),
                code,
                false,
                message,
                restartCount,
                restartDelay,
                manuallyStopped,
                Optional.empty());
    }

    RunState with(Status newStatus) {
        return new RunState(
                newStatus,
                pid,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                restartCount,
                restartDelay,
                manuallyStopped,
                health);
    }

    /** Its machine has booted, and it is to run again: without delay, and counted anew. */
    RunState dueAtBoot() {
        return new RunState(
                Status.RESTARTING,
                0,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                0,
                Optional.empty(),
                manuallyStopped,
                health);
    }

    RunState withHealth(Optional<Health> newHealth) {
        return new RunState(
                status,
                pid,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                restartCount,
                restartDelay,
                manuallyStopped,
                newHealth);
    }

    RunState withManualStop() {
        return new RunState(
                status,
                pid,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                restartCount,
                restartDelay,
                true,
                health);
    }

    static final JsonCodec<RunState> CODEC = new JsonCodec<>() {
        @Override
        public JsonObject toJson(RunState state) {
            var json = JsonObject.builder().put("Status", state.status.name()).put("Pid", state.pid);
            state.startedAt.ifPresent(at -> json.put("StartedAt", at));
            state.finishedAt.ifPresent(at -> json.put("FinishedAt", at));
            json.put("ExitCode", state.exitCode)
                    .put("OOMKilled", state.oomKilled)
                    .put("Error", state.error)
                    .put("RestartCount", state.restartCount);
            state.restartDelay.ifPresent(delay -> json.putNanos("RestartDelay", delay));
            json.put("ManuallyStopped", state.manuallyStopped);
            state.health.ifPresent(health -> json.put("Health", health.toJson()));
            return json.build();
        }

        @Override
        public RunState fromJson(JsonObject json) throws MalformedJsonException {
            Optional<JsonObject> health = json.object("Health");
            return new RunState(
                    Status.valueOf(json.requireString("Status")),
                    json.integerOrZero("Pid"),
                    json.time("StartedAt"),
                    json.time("FinishedAt"),
                    json.integerOrZero("ExitCode"),
                    json.isTrue("OOMKilled"),
                    json.stringOrEmpty("Error"),
                    json.integerOrZero("RestartCount"),
                    json.has("RestartDelay") ? Optional.of(json.nanos("RestartDelay")) : Optional.empty(),
                    json.isTrue("ManuallyStopped"),
                    health.isPresent() ? Optional.of(Health.fromJson(health.get())) : Optional.empty());
        }
    };
}
