package dev.jcompose.runtime.container;

/** How a container is removed. */
public record RemoveOptions(WhenRunning whenRunning, OwnVolumes ownVolumes) {
    /** What to do when it runs. */
    public enum WhenRunning {
        REFUSE,
        KILL
    }

    /** What to do with its anonymous volumes that nobody else uses. */
    public enum OwnVolumes {
        KEEP,
        REMOVE
    }
}
