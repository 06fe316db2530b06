package dev.jcompose.planner;

import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.observed.ObservedVolume;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates volumes, and replaces diverged ones where the user agreed to lose their data. */
final class VolumePass {
    private final UpDraft draft;

    VolumePass(UpDraft draft) {
        this.draft = draft;
    }

    /** Volumes that exist but were made from another configuration. */
    static List<VolumeSpec> diverged(Desired desired, Observed observed) {
        return desired.volumes().values().stream()
                .filter(spec -> !spec.volume().external())
                .filter(spec -> find(spec, observed)
                        .filter(volume ->
                                desired.project().name().equals(volume.labels().get(Labels.PROJECT)))
                        .map(volume -> volume.labels().get(Labels.CONFIG_HASH))
                        .filter(hash -> !hash.equals(spec.configHash()))
                        .isPresent())
                .toList();
    }

    void run() {
        var diverged = diverged(draft.desired, draft.observed);
        for (VolumeSpec spec : draft.desired.volumes().values()) {
            Optional<ObservedVolume> found = find(spec, draft.observed);
            if (spec.volume().external()) {
                if (found.isEmpty()) {
                    draft.problem(
                            "external-volume",
                            "external volume \"" + spec.name() + "\" not found",
                            "create it, or drop `external: true` from volume \"" + spec.key() + "\"");
                }
            } else if (found.isEmpty()) {
                create(spec, new Reason.Missing(), List.of());
            } else if (diverged.contains(spec)) {
                if (draft.options.volumesToReplace().contains(spec.key())) {
                    replace(spec);
                }
            } else {
                warnOfOwner(spec, found.get());
            }
        }
    }

    private static Optional<ObservedVolume> find(VolumeSpec spec, Observed observed) {
        return observed.volumes().stream()
                .filter(volume -> volume.name().equals(spec.name()))
                .findFirst();
    }

    private void warnOfOwner(VolumeSpec spec, ObservedVolume volume) {
        String owner = volume.labels().get(Labels.PROJECT);
        String project = draft.desired.project().name();
        if (owner == null) {
            draft.plan.warn("volume \"" + spec.name() + "\" already exists but was not created by Docker Compose. "
                    + "Use `external: true` to use an existing volume");
        } else if (!owner.equals(project)) {
            draft.plan.warn("volume \"" + spec.name() + "\" already exists but was created for project \"" + owner
                    + "\" (expected \"" + project + "\"). Use `external: true` to use an existing volume");
        }
    }

    private void replace(VolumeSpec spec) {
        var why = new Reason.MakesWay(spec.resource());
        var gone = new ArrayList<StepId>();
        for (ObservedContainer container : draft.observed.containers()) {
            if (uses(container, spec)) {
                var stopped = draft.stop(container, why, List.of());
                gone.add(draft.plan.add(
                        new Step.RemoveContainer(UpDraft.target(container), Step.AnonymousVolumes.KEEP, why),
                        stopped.stream().toList()));
                draft.removed.add(container.id());
            }
        }
        var changed = new Reason.ConfigurationChanged();
        var removed = draft.plan.add(new Step.RemoveVolume(spec.resource(), Step.WhenInUse.FAIL, changed), gone);
        create(spec, changed, List.of(removed));
    }

    private static boolean uses(ObservedContainer container, VolumeSpec spec) {
        return container.mounts().stream()
                .anyMatch(mount -> mount.kind() == ObservedMount.Kind.VOLUME
                        && mount.volume().equals(spec.name()));
    }

    private void create(VolumeSpec spec, Reason why, List<StepId> after) {
        draft.newVolumes.put(spec.name(), draft.plan.add(new Step.CreateVolume(spec, why), after));
    }
}
