package dev.jcompose.engine.testkit;

import static dev.jcompose.engine.testkit.Projects.project;
import static dev.jcompose.engine.testkit.Projects.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.operation.ExitRule;
import dev.jcompose.engine.operation.Up;
import dev.jcompose.model.Project;
import dev.jcompose.planner.UpOptions;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UpAttachedTest {
    private final Stage stage = new Stage();

    private CompletableFuture<Integer> up(Project project, ExitRule rule) {
        var code = new CompletableFuture<Integer>();
        Thread.ofVirtual().start(() -> {
            try {
                code.complete(new Up(stage.context())
                        .run(stage.up(project, UpOptions.defaults(), stage.attach(project, rule)))
                        .exitCode());
            } catch (Exception e) {
                code.completeExceptionally(e);
            }
        });
        return code;
    }

    private static boolean attaching(EngineEvent event) {
        return event instanceof EngineEvent.Attaching;
    }

    private void awaitStart(String... names) throws InterruptedException {
        for (String name : names) {
            stage.await(event -> event instanceof EngineEvent.StepFinished finished
                    && finished.action() == dev.jcompose.engine.event.Action.START
                    && finished.resource().name().equals(name));
        }
    }

    @Test
    void outputWrittenAtOnceIsNotLostAndUpEndsWithTheLastContainer() throws Exception {
        stage.engine.image("job").behaves("job", Behaviour.exits(0).saying("hello", "bye"));
        assertThat(up(project("shop", service("job", "job")), new ExitRule.WhenAllEnded())
                        .get())
                .isZero();
        assertThat(stage.lines).containsExactly("shop-job-1: hello", "shop-job-1: bye");
        assertThat(stage.events)
                .filteredOn(EngineEvent.ContainerExited.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((EngineEvent.ContainerExited) event).exitCode())
                        .isZero());
        assertThat(stage.events).anyMatch(UpAttachedTest::attaching);
    }

    @Test
    void onlyAttachedContainersAreShownAndToldOf() throws Exception {
        stage.engine
                .image("job")
                .behaves("shown", Behaviour.exits(0).saying("hello"))
                .behaves("hidden", Behaviour.exits(3).saying("secret"));
        var project = project("shop", service("shown", "job"), service("hidden", "job"));
        new Up(stage.context())
                .run(stage.up(
                        project, UpOptions.defaults(), stage.attach(Set.of("shown"), new ExitRule.WhenAllEnded())));
        assertThat(stage.lines).containsExactly("shop-shown-1: hello");
        assertThat(stage.events)
                .filteredOn(EngineEvent.ContainerExited.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((EngineEvent.ContainerExited) event)
                                .container()
                                .service())
                        .isEqualTo("shown"));
    }

    @Test
    void theFirstExitStopsTheOthersAndGivesTheCode() throws Exception {
        stage.engine.image("x");
        var code = up(project("shop", service("a", "x"), service("b", "x")), new ExitRule.OnFirstExit());
        awaitStart("shop-a-1");
        // The other one may start before or after; the rule counts from the first end on.
        stage.engine.exit("shop-a-1", 3);
        assertThat(code.get()).isEqualTo(3);
        assertThat(stage.engine.containers().list(dev.jcompose.engine.ContainerFilter.ofProject("shop")))
                .noneMatch(container -> container.state().isUp());
    }

    @Test
    void aCleanExitIsNoFailure() throws Exception {
        stage.engine.image("x").behaves("a", Behaviour.exits(0));
        var code = up(project("shop", service("a", "x"), service("b", "x")), new ExitRule.OnFirstFailure());
        stage.await(EngineEvent.ContainerExited.class::isInstance);
        assertThat(code).isNotDone();
        stage.stops.add("ctrl-c");
        assertThat(code.get()).isEqualTo(130);
    }

    @Test
    void theCodeIsThatOfTheServiceNamed() throws Exception {
        stage.engine.image("x");
        var code = up(project("shop", service("a", "x"), service("b", "x")), new ExitRule.CodeOf("b"));
        awaitStart("shop-b-1");
        stage.engine.exit("shop-b-1", 7);
        assertThat(code.get()).isEqualTo(7);
    }

    @Test
    void theFirstRequestStopsGracefully() throws Exception {
        stage.engine.image("x");
        var code = up(project("shop", service("a", "x")), new ExitRule.WhenAllEnded());
        awaitStart("shop-a-1");
        stage.engine.say("shop-a-1", "working");
        stage.stops.add("ctrl-c");
        assertThat(code.get()).isEqualTo(130);
        assertThat(stage.engine.calls()).contains("stop shop-a-1");
        assertThat(stage.lines).contains("shop-a-1: working");
        assertThat(stage.events)
                .anyMatch(EngineEvent.GracefulStop.class::isInstance)
                .anyMatch(event -> event instanceof EngineEvent.ContainerExited exited && exited.exitCode() == 143);
    }
}
