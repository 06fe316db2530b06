package dev.jcompose.engine.operation;

import dev.jcompose.model.Project;
import dev.jcompose.model.value.PullPolicy;
import java.util.Optional;

/**
 * Which images {@code pull} fetches.
 *
 * @param project reduced to the services whose images are wanted
 * @param policy over that of each service
 */
public record PullRequest(Project project, Optional<PullPolicy> policy, Failures failures, Buildable buildable) {
    /** What a failed pull means. */
    public enum Failures {
        REPORT,
        IGNORE
    }

    /** Images that can be built. */
    public enum Buildable {
        PULL,
        SKIP
    }
}
