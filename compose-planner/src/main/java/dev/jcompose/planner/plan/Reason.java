package dev.jcompose.planner.plan;

import dev.jcompose.planner.resource.ResourceRef;
import java.util.List;

/** Why a step is taken. {@link PlanText} has the words. */
public sealed interface Reason {
    /** It does not exist yet. */
    record Missing() implements Reason {}

    /** The model differs from what exists, and these fields tell how. */
    record Changed(List<FieldChange> fields) implements Reason {
        public Changed {
            fields = List.copyOf(fields);
        }
    }

    /** The fingerprint of the configuration differs; which field did is not known. */
    record ConfigurationChanged() implements Reason {}

    /** What it is made of or attached to is replaced by the same plan. */
    record DependencyReplaced(ResourceRef dependency) implements Reason {}

    /** The container is not attached to a network it should be on. */
    record NotAttached(ResourceRef.Network network) implements Reason {}

    /** The container lacks a volume it should have. */
    record NotMounted(ResourceRef.Volume volume) implements Reason {}

    /** The user asked for it whatever its state. */
    record Forced() implements Reason {}

    /** The user asked for exactly this. */
    record Requested() implements Reason {}

    /** An earlier step makes its replacement. */
    record Replaces(StepId replacement) implements Reason {}

    /** It makes way, for the time being, for a step that changes what it uses. */
    record MakesWay(ResourceRef changed) implements Reason {}

    /** The last step of a replacement: it takes the final name. */
    record TakesName(StepId created) implements Reason {}

    /** There are more replicas than wanted. */
    record ScaledDown(int wanted) implements Reason {}

    /** The model does not know its service. */
    record Orphaned() implements Reason {}

    /** It exists but is not running. */
    record NotRunning() implements Reason {}

    /** An earlier step made it. */
    record JustCreated(StepId created) implements Reason {}

    /** A service depends on it and names this condition. */
    record RequiredBy(String service) implements Reason {}

    /** The pull policy of a service asks for it. */
    record PullPolicy(String policy) implements Reason {}

    /** An earlier run has left it behind. */
    record LeftOver() implements Reason {}

    /** The service declares it as a hook. */
    record Declared() implements Reason {}

    /** The project, or the part of it that uses this, goes away. */
    record GoesAway() implements Reason {}
}
