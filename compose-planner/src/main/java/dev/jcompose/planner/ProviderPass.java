package dev.jcompose.planner;

import dev.jcompose.model.Service;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.StepId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls the programs that provide services in place of containers, each after those it depends on. */
final class ProviderPass {
    private final UpDraft draft;

    ProviderPass(UpDraft draft) {
        this.draft = draft;
    }

    void run() {
        if (draft.options.providers() == UpOptions.Providers.CALLED) {
            return;
        }
        Map<String, StepId> called = new HashMap<>();
        for (String name : draft.desired.graph().inOrder()) {
            Service service = draft.desired.project().services().get(name);
            if (service == null || service.provider().isEmpty()) {
                continue;
            }
            List<StepId> before = new ArrayList<>();
            draft.desired.graph().dependenciesOf(name).keySet().forEach(dependency -> {
                StepId step = called.get(dependency);
                if (step != null) {
                    before.add(step);
                }
            });
            called.put(
                    name,
                    draft.plan.add(
                            new Step.RunProvider(
                                    draft.desired.project(), service, Step.Provision.UP, new Reason.Declared()),
                            before));
        }
    }
}
