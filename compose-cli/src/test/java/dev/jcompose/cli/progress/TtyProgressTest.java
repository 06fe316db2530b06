package dev.jcompose.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TtyProgressTest {
    private final TerminalScreen screen = new TerminalScreen(60, 24);

    private TtyProgress progress() {
        return new TtyProgress("up", screen.stream(), screen, Paint.PLAIN, InstantSource.system());
    }

    private static void creates(Progress progress, String service) {
        progress.accept(new EngineEvent.StepStarted(Story.container(service), Action.CREATE));
        progress.accept(new EngineEvent.StepFinished(Story.container(service), Action.CREATE, Duration.ofMillis(5)));
    }

    private static boolean shows(List<String> lines, String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Test
    void workIsShownWhileItGoesOnWithTheCursorHidden() throws Exception {
        try (var progress = progress()) {
            progress.accept(new EngineEvent.Planned(List.of(Story.container("db"), Story.container("web"))));
            progress.accept(new EngineEvent.StepStarted(Story.container("db"), Action.CREATE));
            screen.await(lines -> shows(lines, "Creating"));
            assertThat(screen.lines().getFirst()).isEqualTo("[+] up 0/2");
            assertThat(screen.isCursorShown()).isFalse();
        }
    }

    @Test
    void theLastFrameStaysOnceAndTheCursorComesBack() throws Exception {
        try (var progress = progress()) {
            progress.accept(new EngineEvent.Planned(List.of(Story.container("db"), Story.container("web"))));
            creates(progress, "db");
            screen.await(lines -> shows(lines, "Created"));
            creates(progress, "web");
        }
        assertThat(screen.lines()).hasSize(3);
        assertThat(screen.lines().getFirst()).isEqualTo("[+] up 2/2");
        assertThat(screen.lines().get(1)).startsWith(" ✔ Container shop-db-1   Created");
        assertThat(screen.lines().get(2)).startsWith(" ✔ Container shop-web-1  Created");
        assertThat(screen.isCursorShown()).isTrue();
    }

    @Test
    void whatIsWrittenAsideStaysAboveTheFrame() throws Exception {
        try (var progress = progress()) {
            creates(progress, "db");
            screen.await(lines -> shows(lines, "Created"));
            progress.aside(() -> screen.stream().println("db-1  | ready"));
            creates(progress, "web");
        }
        assertThat(screen.lines()).hasSize(4);
        assertThat(screen.lines().getFirst()).isEqualTo("db-1  | ready");
        assertThat(screen.lines().get(1)).isEqualTo("[+] up 2/2");
    }

    @Test
    void moreRowsThanTheTerminalHasAreAllShownAtTheEnd() throws Exception {
        var low = new TerminalScreen(60, 5);
        try (var progress = new TtyProgress("up", low.stream(), low, Paint.PLAIN, InstantSource.system())) {
            IntStream.range(0, 9).forEach(number -> creates(progress, "s" + number));
            low.await(lines -> shows(lines, "more done"));
            assertThat(low.lines()).hasSize(4);
        }
        assertThat(low.lines()).hasSize(10).noneMatch(line -> line.contains("more done"));
    }

    @Test
    void itIsOverWhenNothingIsLeftToDo() {
        try (var progress = progress()) {
            progress.accept(new EngineEvent.Planned(List.of(Story.container("db"), Story.container("web"))));
            creates(progress, "db");
            assertThat(progress.isOver()).isFalse();
            progress.accept(new EngineEvent.StepFailed(Story.container("web"), Action.CREATE, "no"));
            assertThat(progress.isOver()).isTrue();
        }
    }

    @Test
    void nothingToShowPrintsNothing() {
        progress().close();
        assertThat(screen.lines()).isEmpty();
    }
}
