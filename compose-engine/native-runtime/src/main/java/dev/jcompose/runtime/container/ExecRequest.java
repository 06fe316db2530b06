package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.WindowSize;
import java.util.List;

/**
 * A command to be run in a running container. What is empty comes from the container.
 *
 * @param env {@code NAME=value}, over the container's
 * @param user {@code name|uid[:group|gid]}
 * @param size of the terminal at the start
 */
public record ExecRequest(
        List<String> command,
        List<String> env,
        String user,
        String workingDir,
        boolean tty,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        boolean privileged,
        String detachKeys,
        WindowSize size) {
    public ExecRequest {
        command = List.copyOf(command);
        env = List.copyOf(env);
    }
}
