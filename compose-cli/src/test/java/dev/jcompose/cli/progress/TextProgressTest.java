package dev.jcompose.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    private String text() {
        out.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void createsTheNetwork(Progress progress) {
        progress.accept(new EngineEvent.StepStarted(Story.network(), Action.CREATE));
        progress.accept(new EngineEvent.StepFinished(Story.network(), Action.CREATE, Duration.ofMillis(5)));
    }

    @Test
    void plainHasALineForEachChange() {
        try (var progress = new PlainProgress(out, () -> Story.START)) {
            createsTheNetwork(progress);
            progress.accept(new EngineEvent.Unchanged(Story.container("db")));
            progress.accept(new EngineEvent.Unchanged(Story.container("db")));
        }
        assertThat(text().lines())
                .containsExactly(
                        " Network shop_default  Creating",
                        " Network shop_default  Created",
                        " Container shop-db-1  Running");
    }

    @Test
    void jsonHasAnObjectForEachChange() {
        var image = Story.image("redis:7");
        try (var progress = new JsonProgress(out, () -> Story.START)) {
            createsTheNetwork(progress);
            progress.accept(new EngineEvent.StepStarted(image, Action.PULL));
            progress.accept(new EngineEvent.PullProgress(image, "aaa", "Downloading", 25, 100));
            progress.accept(new EngineEvent.StepFailed(image, Action.PULL, "not found"));
        }
        assertThat(text().lines())
                .containsExactly(
                        "{\"id\":\"Network shop_default\",\"status\":\"Working\",\"text\":\"Creating\"}",
                        "{\"id\":\"Network shop_default\",\"status\":\"Done\",\"text\":\"Created\"}",
                        "{\"id\":\"Image redis:7\",\"status\":\"Working\",\"text\":\"Pulling\"}",
                        "{\"id\":\"aaa\",\"parent_id\":\"Image"
                                + " redis:7\",\"status\":\"Working\",\"text\":\"Downloading\","
                                + "\"current\":25,\"total\":100,\"percent\":25}",
                        "{\"id\":\"Image redis:7\",\"status\":\"Error\",\"text\":\"Error\",\"details\":\"not found\"}");
    }

    @Test
    void quietSaysNothing() {
        try (var progress = new QuietProgress()) {
            createsTheNetwork(progress);
        }
        assertThat(text()).isEmpty();
    }
}
