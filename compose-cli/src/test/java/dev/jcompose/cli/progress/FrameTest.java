package dev.jcompose.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.cli.terminal.CellWidth;
import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.planner.plan.Condition;
import dev.jcompose.planner.resource.ResourceRef;
import org.junit.jupiter.api.Test;

class FrameTest {
    private final Story story = new Story("up");

    @Test
    void aResourceHasALineOnceWorkOnItHasBegun() {
        story.planned(Story.network(), Story.container("db"), Story.container("web"));
        story.begins(Story.network(), Action.CREATE).after(120).ends(Story.network(), Action.CREATE);
        story.begins(Story.container("db"), Action.CREATE).after(300);
        assertThat(story.frame(80, 24)).isEqualTo("""
            [+] up 1/3
             ✔ Network shop_default  Created     0.1s
             ⠼ Container shop-db-1   Creating    0.3s
            """);
    }

    @Test
    void waitingForAServiceShowsOnItsContainers() {
        story.planned(Story.container("db"), Story.container("web"));
        story.begins(Story.container("db"), Action.START).ends(Story.container("db"), Action.START);
        story.begins(new ResourceRef.Service("db"), Action.WAIT).after(2000);
        assertThat(story.frame(80, 24)).contains("Container shop-db-1  Waiting");
        story.event(new EngineEvent.ConditionMet(Story.container("db"), Condition.HEALTHY, 0))
                .ends(new ResourceRef.Service("db"), Action.WAIT);
        assertThat(story.frame(80, 24)).isEqualTo("""
            [+] up 1/2
             ✔ Container shop-db-1  Healthy    2.0s
            """);
    }

    @Test
    void layersOfAnImageShareOneLine() {
        var image = Story.image("redis:7");
        story.planned(image).begins(image, Action.PULL);
        story.event(new EngineEvent.PullProgress(image, "aaa", "Pull complete", 0, 0));
        story.event(new EngineEvent.PullProgress(image, "bbb", "Downloading", 5_000_000, 10_000_000));
        story.event(new EngineEvent.PullProgress(image, "ccc", "Pulling fs layer", 0, 0));
        story.after(1500);
        assertThat(story.frame(80, 24)).isEqualTo("""
            [+] up 0/1
             ⠴ Image redis:7  Pulling    1.5s  ⣿⣄⠀  5MB / 10MB
            """);
        story.ends(image, Action.PULL);
        assertThat(story.frame(80, 24)).isEqualTo("""
            [+] up 1/1
             ✔ Image redis:7  Pulled    1.5s
            """);
    }

    @Test
    void aFailureKeepsItsWordsAndThoseBehindItAreSkipped() {
        story.planned(Story.container("db"), Story.container("web"));
        story.begins(Story.container("db"), Action.START).after(100);
        story.event(new EngineEvent.StepFailed(Story.container("db"), Action.START, "port is\nalready allocated"));
        story.event(
                new EngineEvent.StepSkipped(Story.container("web"), Action.START, EngineEvent.Skip.DEPENDENCY_FAILED));
        assertThat(story.frame(100, 24)).isEqualTo("""
            [+] up 2/2
             ✘ Container shop-db-1   Error                                 0.1s  port is already allocated
             ! Container shop-web-1  Skipped: what it depends on failed
            """);
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        story.planned(
                Story.container("a-service-with-quite-a-long-name"), Story.image("registry.example/some/image:1"));
        story.begins(Story.container("a-service-with-quite-a-long-name"), Action.CREATE)
                .after(75_000);
        story.begins(Story.image("registry.example/some/image:1"), Action.PULL);
        story.event(new EngineEvent.PullProgress(
                Story.image("registry.example/some/image:1"), "aaa", "Downloading", 1, 100_000_000));
        for (int columns = 1; columns < 100; columns++) {
            int width = columns;
            assertThat(story.frame(columns, 24).lines())
                    .allSatisfy(line -> assertThat(CellWidth.of(line)).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void onALowTerminalWhatIsDoneMakesRoomForWhatIsNot() {
        for (int i = 1; i <= 9; i++) {
            story.begins(Story.container("s" + i), Action.START);
            if (i < 8) {
                story.ends(Story.container("s" + i), Action.START);
            }
        }
        assertThat(story.frame(60, 6)).isEqualTo("""
            [+] up 7/9
             ✔ Container shop-s7-1  Started     0.0s
             ⠋ Container shop-s8-1  Starting    0.0s
             ⠋ Container shop-s9-1  Starting    0.0s
               … 6 more done
            """);
        assertThat(Frame.complete(story.screen, 60, story.now(), Paint.PLAIN).lines())
                .hasSize(10);
    }
}
