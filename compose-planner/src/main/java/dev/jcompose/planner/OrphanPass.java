package dev.jcompose.planner;

import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.List;
import java.util.stream.Collectors;

/** Finds containers whose service the model does not know, and removes them where wanted. */
final class OrphanPass {
    private final UpDraft draft;

    OrphanPass(UpDraft draft) {
        this.draft = draft;
    }

    void run() {
        var orphans = draft.observed.containers().stream()
                .filter(container -> !draft.removed.contains(container.id()))
                .filter(this::isOrphan)
                .toList();
        if (orphans.isEmpty()) {
            return;
        }
        switch (draft.options.orphans()) {
            case IGNORE -> {}
            case WARN -> draft.plan.warn(warning(orphans));
            case REMOVE -> orphans.forEach(this::remove);
        }
    }

    private boolean isOrphan(ObservedContainer container) {
        if (container.isHook()) {
            return false;
        }
        if (container.isOneOff()) {
            return container.state() == ContainerState.EXITED || container.state() == ContainerState.DEAD;
        }
        var project = draft.desired.project();
        return !project.services().containsKey(container.service())
                && !project.disabledServices().containsKey(container.service());
    }

    static String warning(List<ObservedContainer> orphans) {
        return orphans.stream()
                        .map(ObservedContainer::name)
                        .collect(Collectors.joining(", ", "Found orphan containers ([", "])"))
                + " for this project. If you removed or renamed this service in your compose file, you can run this "
                + "command with the --remove-orphans flag to clean it up.";
    }

    private void remove(ObservedContainer container) {
        var target = new Target.Existing(
                container.id(), container.name(), new ResourceRef.Orphan(container.service(), container.name()));
        var why = new Reason.Orphaned();
        List<dev.jcompose.planner.plan.StepId> before = List.of();
        if (container.state().isUp()) {
            before = List.of(draft.plan.add(new Step.StopContainer(target, draft.options.stopGrace(), why), List.of()));
        }
        draft.plan.add(new Step.RemoveContainer(target, Step.AnonymousVolumes.KEEP, why), before);
    }
}
