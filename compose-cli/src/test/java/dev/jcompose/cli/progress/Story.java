package dev.jcompose.cli.progress;

import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.TerminalSize;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Events of an operation at times of their own, for tests of what is shown. */
final class Story {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Screen screen;
    private Instant now = START;

    Story(String operation) {
        screen = new Screen(operation);
    }

    static ResourceRef.Container container(String service) {
        return new ResourceRef.Container(new Replica(service, 1), "shop-" + service + "-1");
    }

    static ResourceRef.Network network() {
        return new ResourceRef.Network("default", "shop_default");
    }

    static ResourceRef.Image image(String name) {
        return new ResourceRef.Image(name);
    }

    Story after(long millis) {
        now = now.plus(Duration.ofMillis(millis));
        return this;
    }

    Instant now() {
        return now;
    }

    Story event(EngineEvent event) {
        screen.apply(event, now);
        return this;
    }

    Story planned(ResourceRef... resources) {
        return event(new EngineEvent.Planned(List.of(resources)));
    }

    Story begins(ResourceRef resource, Action action) {
        return event(new EngineEvent.StepStarted(resource, action));
    }

    Story ends(ResourceRef resource, Action action) {
        return event(new EngineEvent.StepFinished(resource, action, Duration.ZERO));
    }

    String frame(int columns, int rows) {
        return String.join(
                        "\n",
                        Frame.live(screen, new TerminalSize(columns, rows), now, Paint.PLAIN)
                                .lines()) + "\n";
    }
}
