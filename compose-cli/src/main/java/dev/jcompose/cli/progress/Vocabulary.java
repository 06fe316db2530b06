package dev.jcompose.cli.progress;

import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent.Skip;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.plan.Condition;
import dev.jcompose.planner.resource.ResourceRef;

/** The words that people know from Docker Compose, and that scripts look for. */
final class Vocabulary {
    private Vocabulary() {}

    /** For example {@code Container shop-web-1}. */
    static String label(ResourceRef resource) {
        return switch (resource) {
            case ResourceRef.OfContainer container -> "Container " + container.name();
            case ResourceRef.Network network -> "Network " + network.name();
            case ResourceRef.Volume volume -> "Volume " + volume.name();
            case ResourceRef.Image image -> "Image " + image.name();
            case ResourceRef.Service service -> "Service " + service.name();
            case ResourceRef.Project project -> "Project " + project.name();
        };
    }

    static String doing(Action action) {
        return switch (action) {
            case PULL -> "Pulling";
            case CREATE -> "Creating";
            case RECREATE -> "Recreate";
            case START -> "Starting";
            case WAIT -> "Waiting";
            case STOP -> "Stopping";
            case KILL -> "Killing";
            case RESTART -> "Restarting";
            case PAUSE -> "Pausing";
            case UNPAUSE -> "Unpausing";
            case REMOVE -> "Removing";
            case RENAME -> "Renaming";
            case CONNECT -> "Connecting";
            case DISCONNECT -> "Disconnecting";
            case HOOK -> "Running hook";
            case COPY -> "Copying";
        };
    }

    static String done(Action action) {
        return switch (action) {
            case PULL -> "Pulled";
            case CREATE -> "Created";
            case RECREATE -> "Recreated";
            case START -> "Started";
            case WAIT -> "Ready";
            case STOP -> "Stopped";
            case KILL -> "Killed";
            case RESTART -> "Restarted";
            case PAUSE -> "Paused";
            case UNPAUSE -> "Unpaused";
            case REMOVE -> "Removed";
            case RENAME -> "Renamed";
            case CONNECT -> "Connected";
            case DISCONNECT -> "Disconnected";
            case HOOK -> "Hook done";
            case COPY -> "Copied";
        };
    }

    static String met(Condition condition) {
        return switch (condition) {
            case RUNNING -> "Started";
            case HEALTHY, RUNNING_OR_HEALTHY -> "Healthy";
            case COMPLETED -> "Exited";
        };
    }

    static String of(Health health) {
        return switch (health) {
            case NONE -> "Running";
            case STARTING -> "Waiting";
            case HEALTHY -> "Healthy";
            case UNHEALTHY -> "Unhealthy";
        };
    }

    static String of(Skip why) {
        return switch (why) {
            case DEPENDENCY_FAILED -> "Skipped: what it depends on failed";
            case CANCELLED -> "Canceled";
            case IN_USE -> "Resource is still in use";
            case ALREADY_PRESENT -> "Skipped - Image is already present locally";
            case NOTHING_TO_PULL -> "Skipped - No image to be pulled";
        };
    }
}
