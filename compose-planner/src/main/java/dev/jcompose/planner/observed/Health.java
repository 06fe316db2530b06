package dev.jcompose.planner.observed;

/** What the health check says. */
public enum Health {
    /** There is no health check. */
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY;

    /** The API's word. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
