package dev.jcompose.engine.testkit;

import dev.jcompose.planner.observed.Health;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a container of an {@link InMemoryEngine} does once started.
 *
 * @param output lines it writes to standard output at once
 * @param health what its health check says then; {@code NONE}: it has no check
 * @param exitCode it ends at once with this code; absent means that it runs on
 */
public record Behaviour(List<String> output, Health health, OptionalInt exitCode) {
    public Behaviour {
        output = List.copyOf(output);
    }

    /** Runs on, without output and health check. */
    public static Behaviour idle() {
        return new Behaviour(List.of(), Health.NONE, OptionalInt.empty());
    }

    /** Ends at once. */
    public static Behaviour exits(int code) {
        return new Behaviour(List.of(), Health.NONE, OptionalInt.of(code));
    }

    /** Runs on with a health check that says this. */
    public static Behaviour with(Health health) {
        return new Behaviour(List.of(), health, OptionalInt.empty());
    }

    /** The same, writing these lines first. */
    public Behaviour saying(String... lines) {
        return new Behaviour(List.of(lines), health, exitCode);
    }
}
