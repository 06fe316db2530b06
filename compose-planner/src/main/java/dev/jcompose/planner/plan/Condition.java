package dev.jcompose.planner.plan;

/** What a step of waiting waits for. */
public enum Condition {
    /** Every container runs. */
    RUNNING("service_started"),
    /** Every container is healthy; having no health check is an error. */
    HEALTHY("service_healthy"),
    /** Any container has ended with exit code 0; another code is an error. */
    COMPLETED("service_completed_successfully"),
    /** Every container is healthy, or runs where it has no health check. */
    RUNNING_OR_HEALTHY("running_or_healthy");

    private final String word;

    Condition(String word) {
        this.word = word;
    }

    /** The word of the Compose specification. */
    public String word() {
        return word;
    }
}
