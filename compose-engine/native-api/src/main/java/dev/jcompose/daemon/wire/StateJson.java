package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.Health;
import dev.jcompose.runtime.container.RunState;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.store.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** How a container fares: {@code State} of an inspection, {@code Status} of a list. */
public final class StateJson {
    private StateJson() {}

    /** The object of an inspection. */
    public static JsonObject of(RunState state) {
        var json = JsonObject.builder()
                .put("Status", state.status().word())
                .put("Running", state.isRunning())
                .put("Paused", state.status() == Status.PAUSED)
                .put("Restarting", state.status() == Status.RESTARTING)
                .put("OOMKilled", state.oomKilled())
                .put("Dead", state.status() == Status.DEAD)
                .put("Pid", state.pid())
                .put("ExitCode", state.exitCode())
                .put("Error", state.error())
                .put("StartedAt", Times.of(state.startedAt()))
                .put("FinishedAt", Times.of(state.finishedAt()));
        state.health().ifPresent(health -> json.put("Health", health.toJson()));
        return json.build();
    }

    /** The words of a list: {@code Up 5 minutes (healthy)}. */
    public static String text(RunState state, Instant now) {
        return switch (state.status()) {
            case CREATED -> "Created";
            case DEAD -> "Dead";
            case REMOVING -> "Removal In Progress";
            case EXITED -> "Exited (" + state.exitCode() + ") " + ago(state, now);
            case RESTARTING -> "Restarting (" + state.exitCode() + ") " + ago(state, now);
            case PAUSED -> "Up " + up(state, now) + " (Paused)";
            case RUNNING ->
                "Up " + up(state, now) + state.health().map(StateJson::text).orElse("");
        };
    }

    private static String text(Health health) {
        return switch (health.status()) {
            case STARTING -> " (health: starting)";
            case HEALTHY -> " (healthy)";
            case UNHEALTHY -> " (unhealthy)";
        };
    }

    private static String up(RunState state, Instant now) {
        return Times.human(Duration.between(state.startedAt().orElse(now), now));
    }

    private static String ago(RunState state, Instant now) {
        return Times.human(Duration.between(state.finishedAt().orElse(now), now)) + " ago";
    }
}
