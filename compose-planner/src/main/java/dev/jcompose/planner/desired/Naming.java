package dev.jcompose.planner.desired;

/** How the names of containers and of built images are put together. */
public enum Naming {
    /** {@code project-service-1}. */
    DASHES("-"),
    /** {@code project_service_1}, as version 1 of Compose had it: {@code --compatibility}. */
    UNDERSCORES("_");

    private final String separator;

    Naming(String separator) {
        this.separator = separator;
    }

    /** Parts of a name as one. */
    public String join(String... parts) {
        return String.join(separator, parts);
    }
}
