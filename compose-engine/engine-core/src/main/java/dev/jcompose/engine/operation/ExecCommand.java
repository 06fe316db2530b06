package dev.jcompose.engine.operation;

import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.Stdio;
import java.util.OptionalInt;

/**
 * What {@code exec} is to run, and where.
 *
 * @param project name of the project
 * @param index replica; absent means the lowest numbered one, else one made by {@code run}
 */
public record ExecCommand(
        String project, String service, OptionalInt index, ExecRequest request, Stdio stdio, Mode mode) {
    /** Whether to stay for the command's end. */
    public enum Mode {
        ATTACHED,
        DETACHED
    }
}
