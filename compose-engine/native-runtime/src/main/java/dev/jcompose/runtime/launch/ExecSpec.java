package dev.jcompose.runtime.launch;

import java.util.Optional;

/**
 * A process to be run in a running container.
 *
 * @param ids those of the container's user namespace; absent: it is in the daemon's own
 */
public record ExecSpec(ProcessSpec process, Stdio stdio, Optional<IdMap> ids) {
    /** In a container that has no user namespace of its own. */
    public ExecSpec(ProcessSpec process, Stdio stdio) {
        this(process, stdio, Optional.empty());
    }
}
