package dev.jcompose.planner;

import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import java.util.List;
import java.util.Optional;

/**
 * A replica as the plan will leave it, before the start phase.
 *
 * @param target the container
 * @param existing what there is of it, unless the plan makes it
 * @param ready what must have happened before it can be started
 */
record Slot(Target target, Optional<ObservedContainer> existing, List<StepId> ready) {
    Slot {
        ready = List.copyOf(ready);
    }
}
