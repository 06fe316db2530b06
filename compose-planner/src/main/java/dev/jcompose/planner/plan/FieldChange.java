package dev.jcompose.planner.plan;

/**
 * One field that differs.
 *
 * @param field in the model's terms, for example {@code image} or {@code networks.back}
 * @param before empty when it was not there or is not known
 * @param after empty when it is no longer there
 */
public record FieldChange(String field, String before, String after) {
    @Override
    public String toString() {
        return field + ": " + before + " -> " + after;
    }
}
