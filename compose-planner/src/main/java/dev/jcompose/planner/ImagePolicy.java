package dev.jcompose.planner;

import dev.jcompose.model.value.PullPolicy;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How images are fetched.
 *
 * @param override over the policy of each service
 * @param now for policies that look at the age of an image
 * @param fetched references that were fetched just before and are not fetched again
 */
public record ImagePolicy(Optional<PullPolicy> override, Instant now, Set<String> fetched) {
    public ImagePolicy {
        fetched = Set.copyOf(fetched);
    }

    /** The policy of each service. */
    public static ImagePolicy ofServices(Instant now) {
        return new ImagePolicy(Optional.empty(), now, Set.of());
    }

    public ImagePolicy withFetched(Set<String> references) {
        return new ImagePolicy(override, now, references);
    }
}
