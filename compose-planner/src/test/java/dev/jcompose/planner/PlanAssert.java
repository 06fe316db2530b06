package dev.jcompose.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.PlanText;
import java.util.stream.Collectors;

/** Compares plans as text; the width of columns does not matter. */
final class PlanAssert {
    private PlanAssert() {}

    static void assertPlan(Plan plan, String expected) {
        assertThat(narrow(PlanText.of(plan))).isEqualTo(narrow(expected));
    }

    private static String narrow(String text) {
        return text.lines().map(line -> line.strip().replaceAll(" +", " ")).collect(Collectors.joining("\n"));
    }
}
