package dev.jcompose.planner.observed;

/** States a container can be in, in the words of the Engine API. */
public enum ContainerState {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD;

    /** Whether its process exists, frozen or not. */
    public boolean isUp() {
        return this == RUNNING || this == PAUSED || this == RESTARTING;
    }

    /** The API's word. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
