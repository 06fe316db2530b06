package dev.jcompose.planner;

import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates networks, and replaces those that differ from the model. */
final class NetworkPass {
    private final UpDraft draft;

    NetworkPass(UpDraft draft) {
        this.draft = draft;
    }

    void run() {
        for (NetworkSpec spec : draft.desired.networks().values()) {
            Optional<ObservedNetwork> found = find(spec);
            if (spec.network().external()) {
                if (found.isEmpty()) {
                    draft.problem(
                            "external-network",
                            "network " + spec.name() + " declared as external, but could not be found",
                            "create it, or drop `external: true` from network \"" + spec.key() + "\"");
                }
            } else if (found.isEmpty()) {
                create(spec, new Reason.Missing(), List.of());
            } else {
                existing(spec, found.get());
            }
        }
    }

    /** Several networks may have one name; ours is preferred. */
    private Optional<ObservedNetwork> find(NetworkSpec spec) {
        var named = draft.observed.networks().stream()
                .filter(network -> network.name().equals(spec.name()))
                .toList();
        String project = draft.desired.project().name();
        return named.stream()
                .filter(network -> project.equals(network.labels().get(Labels.PROJECT)))
                .findFirst()
                .or(() -> named.stream().findFirst());
    }

    private void existing(NetworkSpec spec, ObservedNetwork network) {
        String owner = network.labels().get(Labels.PROJECT);
        String hash = network.labels().get(Labels.CONFIG_HASH);
        String project = draft.desired.project().name();
        if (owner == null) {
            draft.plan.warn("a network with name " + spec.name()
                    + " exists but was not created by compose.\nSet `external: true` to use an existing network");
        } else if (!owner.equals(project)) {
            draft.plan.warn("a network with name " + spec.name() + " exists but was not created for project \""
                    + project + "\".\nSet `external: true` to use an existing network");
        } else if (hash != null && !hash.equals(spec.configHash())) {
            replace(spec, network);
        }
    }

    private void replace(NetworkSpec spec, ObservedNetwork network) {
        var why = new Reason.MakesWay(spec.resource());
        var detached = new ArrayList<StepId>();
        for (ObservedContainer container : draft.observed.containers()) {
            boolean attached = container.networks().stream()
                    .anyMatch(endpoint -> endpoint.networkId().equals(network.id())
                            || endpoint.networkName().equals(network.name()));
            if (attached) {
                var stopped = draft.stop(container, why, List.of());
                detached.add(draft.plan.add(
                        new Step.DisconnectNetwork(UpDraft.target(container), spec.resource(), network.id(), why),
                        stopped.stream().toList()));
            }
        }
        var changed = new Reason.ConfigurationChanged();
        var removed = draft.plan.add(
                new Step.RemoveNetwork(spec.resource(), network.id(), Step.WhenInUse.FAIL, changed), detached);
        create(spec, changed, List.of(removed));
        draft.replacedNetworks.add(spec.key());
    }

    private void create(NetworkSpec spec, Reason why, List<StepId> after) {
        draft.newNetworks.put(spec.key(), draft.plan.add(new Step.CreateNetwork(spec, why), after));
    }
}
