package dev.jcompose.engine.execute;

import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.StepId;
import java.util.List;
import java.util.SequencedMap;

/** What became of each step of a plan. */
public record PlanReport(SequencedMap<StepId, Outcome> outcomes) {
    public PlanReport {
        outcomes = Copies.of(outcomes);
    }

    /** What became of one step. */
    public sealed interface Outcome {
        record Done() implements Outcome {}

        record Failed(Plan.Node node, Exception failure) implements Outcome {}

        /** A step it waits for did not succeed. */
        record Skipped() implements Outcome {}

        /** It was given up because another step failed. */
        record Cancelled() implements Outcome {}
    }

    /** Steps that failed by themselves, in the order of the plan. */
    public List<Outcome.Failed> failures() {
        return outcomes.values().stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
    }

    public boolean succeeded() {
        return failures().isEmpty();
    }
}
