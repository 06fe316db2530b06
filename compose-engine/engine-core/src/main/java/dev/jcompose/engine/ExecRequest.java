package dev.jcompose.engine;

import java.util.List;
import java.util.Optional;

/**
 * A command to run in a container.
 *
 * @param environment {@code NAME=value}, added to the container's
 * @param user as in the Compose file; absent means the container's
 * @param workingDirectory absent means the container's
 * @param tty whether the process gets a pseudo-terminal
 */
public record ExecRequest(
        List<String> command,
        List<String> environment,
        Optional<String> user,
        Optional<String> workingDirectory,
        Privileges privileges,
        Tty tty,
        Optional<String> detachKeys) {
    public ExecRequest {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** Which rights the process has. */
    public enum Privileges {
        OF_CONTAINER,
        ALL
    }

    /** Whether the process has a pseudo-terminal. */
    public enum Tty {
        ALLOCATE,
        NONE
    }

    /** A plain command as the container's own user. */
    public static ExecRequest of(List<String> command) {
        return new ExecRequest(
                command,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Privileges.OF_CONTAINER,
                Tty.NONE,
                Optional.empty());
    }
}
