package dev.jcompose.engine.operation;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.planner.resource.ContainerId;
import java.util.List;
import java.util.OptionalInt;

/**
 * How an attachment to a main process ends: with the process, or because the user detached. The streams end in both cases,
 * with the process a moment before the engine knows its exit code. So what counts is which of the two the engine tells; it
 * may remove the container at once, so that nothing but the events is sure to have the code.
 */
final class ProcessEnd {
    private final ActivityHub hub;
    private final ContainerId container;
    private volatile OptionalInt code = OptionalInt.empty();
    private volatile boolean detached;
    private volatile boolean removed;

    private ProcessEnd(ActivityHub hub, ContainerId container) {
        this.hub = hub;
        this.container = container;
    }

    /** Listens from now on: to be called before the process can end, or the attachment begins. */
    static ProcessEnd listen(ActivityHub hub, ContainerId container) {
        var end = new ProcessEnd(hub, container);
        hub.listen(end::see);
        return end;
    }

    private void see(Activity activity) {
        if (!activity.container().equals(container)) {
            return;
        }
        switch (activity.action()) {
            case "die" -> code = OptionalInt.of(activity.exitCode().orElse(0));
            case "detach" -> detached = true;
            case "destroy" -> removed = true;
            default -> {}
        }
    }

    /** Waits for either; the exit code of the process, or empty when the user detached and it goes on. */
    OptionalInt await() throws EngineException, InterruptedException {
        for (; ; ) {
            long mark = hub.mark(List.of(container));
            OptionalInt known = code;
            if (known.isPresent() || detached) {
                return known;
            }
            hub.awaitChange(List.of(container), mark);
        }
    }

    /** Waits until the engine has removed the container. */
    void awaitRemoval() throws EngineException, InterruptedException {
        for (; ; ) {
            long mark = hub.mark(List.of(container));
            if (removed) {
                return;
            }
            hub.awaitChange(List.of(container), mark);
        }
    }
}
