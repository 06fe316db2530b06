package dev.jcompose.planner.plan;

/** Number of a step within its plan, from 1. Steps only wait for lower numbers. */
public record StepId(int number) implements Comparable<StepId> {
    @Override
    public int compareTo(StepId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
