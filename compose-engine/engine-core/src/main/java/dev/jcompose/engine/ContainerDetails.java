package dev.jcompose.engine;

import dev.jcompose.planner.observed.ObservedContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What only an inspection tells.
 *
 * @param summary the same as a listing shows, with exact state, health and exit code
 * @param pid of its main process on the engine's host; 0 when it does not run
 * @param terminal whether its main process has a pseudo-terminal
 * @param standardInput whether its standard input is kept open
 * @param outOfMemory whether the kernel killed it for its memory limit
 * @param failure why it could not be started, in the engine's words; else empty
 * @param stopGrace time between stop signal and kill
 * @param healthLog results of the last health probes, oldest first
 * @param healthCheck whether a health check is configured
 */
public record ContainerDetails(
        ObservedContainer summary,
        int pid,
        Tty terminal,
        StandardInput standardInput,
        MemoryKill outOfMemory,
        String failure,
        int restartCount,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Duration stopGrace,
        String logDriver,
        HealthCheck healthCheck,
        List<HealthProbe> healthLog) {
    public ContainerDetails {
        healthLog = List.copyOf(healthLog);
    }

    /** Whether there is a pseudo-terminal. */
    public enum Tty {
        PRESENT,
        ABSENT
    }

    /** Whether standard input is kept open. */
    public enum StandardInput {
        OPEN,
        CLOSED
    }

    /** Whether the kernel ended it. */
    public enum MemoryKill {
        HAPPENED,
        NOT_HAPPENED
    }

    /** Whether there is a health check. */
    public enum HealthCheck {
        CONFIGURED,
        ABSENT
    }

    /**
     * One probe.
     *
     * @param output what it printed, possibly shortened by the engine
     */
    public record HealthProbe(Instant startedAt, Instant endedAt, int exitCode, String output) {}
}
