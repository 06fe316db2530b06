package dev.jcompose.engine.testkit;

import static dev.jcompose.engine.testkit.Projects.after;
import static dev.jcompose.engine.testkit.Projects.project;
import static dev.jcompose.engine.testkit.Projects.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.operation.Down;
import dev.jcompose.engine.operation.DownRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.ProjectScope;
import dev.jcompose.engine.operation.Up;
import dev.jcompose.engine.operation.UpRequest.Attendance;
import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.Hook;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.Health;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UpTest {
    private final Stage stage = new Stage();

    @Test
    void aNewProjectIsPulledCreatedAndStarted() throws Exception {
        stage.engine.registryImage("nginx:1");
        new Up(stage.context()).run(stage.up(project("shop", service("web", "nginx:1"))));
        assertThat(stage.engine.calls())
                .containsExactly(
                        "pull nginx:1", "create network shop_default", "create shop-web-1", "start shop-web-1");
        var container = stage.engine
                .containers()
                .list(dev.jcompose.engine.ContainerFilter.ofProject("shop"))
                .getFirst();
        assertThat(container.label(Labels.IMAGE)).contains("sha256:nginx:1");
    }

    @Test
    void nothingIsTouchedWhenAnImageCannotBeHad() {
        stage.engine.image("db");
        var project = project("shop", service("db", "db"), service("web", "nowhere"));
        assertThatThrownBy(() -> new Up(stage.context()).run(stage.up(project)))
                .isInstanceOf(OperationException.class)
                .hasMessageContaining("manifest for nowhere not found");
        assertThat(stage.engine.calls()).containsExactly("pull nowhere");
    }

    @Test
    void theSecondTimeNothingHappens() throws Exception {
        stage.engine.image("nginx:1");
        var request = stage.up(project("shop", service("web", "nginx:1")));
        new Up(stage.context()).run(request);
        stage.engine.forgetCalls();
        new Up(stage.context()).run(request);
        assertThat(stage.engine.calls()).isEmpty();
        assertThat(stage.events).anyMatch(EngineEvent.Unchanged.class::isInstance);
    }

    @Test
    void whatSharesContainersIsBoundToTheirIdsAndReplacedOnlyWithThem() throws Exception {
        stage.engine.image("web");
        stage.engine.image("side");
        var project = project(
                "shop",
                service("web", "web"),
                service("side", "side")
                        .networks(new LinkedHashMap<>())
                        .networkMode(Optional.of(NamespaceMode.parse("service:web")))
                        .volumesFrom(List.of("web:ro"))
                        .dependsOn(after("web", Condition.STARTED)));
        new Up(stage.context()).run(stage.up(project));
        stage.engine.forgetCalls();
        new Up(stage.context()).run(stage.up(project));
        assertThat(stage.engine.calls()).isEmpty();

        var id = stage.engine.containers().list(ContainerFilter.ofProject("shop")).stream()
                .filter(container -> container.service().equals("web"))
                .findFirst()
                .orElseThrow()
                .id();
        stage.engine.containers().remove(id, Set.of(RemoveOption.FORCE));
        stage.engine.forgetCalls();
        new Up(stage.context()).run(stage.up(project));
        assertThat(stage.engine.calls()).contains("create shop-web-1", "remove shop-side-1");
    }

    @Test
    void aPullIsTriedAgainWhenTheRegistryIsBusy() throws Exception {
        stage.engine.registryImage("nginx:1").fails("pull nginx:1", Kind.UNAVAILABLE, 1);
        new Up(stage.context()).run(stage.up(project("shop", service("web", "nginx:1"))));
        assertThat(stage.engine.calls()).containsSubsequence("pull nginx:1", "pull nginx:1", "start shop-web-1");
        assertThat(stage.events).anyMatch(EngineEvent.Retrying.class::isInstance);
    }

    @Test
    void aDependentStartsOnlyOnceItsDependencyIsHealthy() throws Exception {
        stage.engine.image("db").image("web").behaves("db", Behaviour.with(Health.STARTING));
        var project =
                project("shop", service("web", "web").dependsOn(after("db", Condition.HEALTHY)), service("db", "db"));
        var up = Thread.ofVirtual().start(() -> {
            try {
                new Up(stage.context()).run(stage.up(project));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        stage.await(event -> event instanceof EngineEvent.StepStarted started && started.action() == Action.WAIT);
        assertThat(stage.engine.calls()).contains("start shop-db-1").doesNotContain("start shop-web-1");
        stage.engine.health("shop-db-1", Health.HEALTHY);
        up.join();
        assertThat(stage.engine.calls()).containsSubsequence("start shop-db-1", "start shop-web-1");
    }

    @Test
    void aDependentNeverStartsAfterItsDependencyFailed() {
        stage.engine.image("db").image("web").behaves("db", Behaviour.exits(3));
        var project =
                project("shop", service("web", "web").dependsOn(after("db", Condition.HEALTHY)), service("db", "db"));
        assertThatThrownBy(() -> new Up(stage.context()).run(stage.up(project)))
                .hasMessage("dependency failed to start: container shop-db-1 exited (3)");
        assertThat(stage.engine.calls()).doesNotContain("start shop-web-1");
    }

    @Test
    void aJobThatFailsIsNamed() {
        stage.engine.image("job").image("web").behaves("job", Behaviour.exits(3));
        var project = project(
                "shop",
                service("web", "web").dependsOn(after("job", Condition.COMPLETED_SUCCESSFULLY)),
                service("job", "job"));
        assertThatThrownBy(() -> new Up(stage.context()).run(stage.up(project)))
                .hasMessage("service \"job\" didn't complete successfully: exit 3");
    }

    @Test
    void waitingEndsWhenTheTimeIsOver() {
        stage.engine.image("web").behaves("web", Behaviour.with(Health.STARTING));
        var waiting = new Attendance.AwaitHealthy(Optional.of(Duration.ofMillis(200)));
        assertThatThrownBy(() -> new Up(stage.context())
                        .run(stage.up(project("shop", service("web", "web")), UpOptions.defaults(), waiting)))
                .hasMessage("application not healthy after 200ms");
    }

    @Test
    void aFailedStepIsToldWithTheEnginesWordsAndNothingElseBegins() {
        stage.engine.image("a").image("b").fails("start shop-a-1", Kind.OTHER, 1);
        var project = project("shop", service("b", "b").dependsOn(after("a", Condition.STARTED)), service("a", "a"));
        assertThatThrownBy(() -> new Up(stage.context()).run(stage.up(project)))
                .hasMessage("start shop-a-1: scripted failure");
        assertThat(stage.engine.calls()).doesNotContain("start shop-b-1");
        assertThat(stage.events)
                .filteredOn(EngineEvent.StepSkipped.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((EngineEvent.StepSkipped) event).why())
                        .isEqualTo(EngineEvent.Skip.DEPENDENCY_FAILED));
    }

    @Test
    void aReplacementIsOneThingOnTheScreen() throws Exception {
        stage.engine.image("web:1").image("web:2");
        new Up(stage.context()).run(stage.up(project("shop", service("web", "web:1"))));
        stage.engine.forgetCalls();
        stage.events.clear();
        new Up(stage.context()).run(stage.up(project("shop", service("web", "web:2"))));
        assertThat(stage.engine.calls().stream().map(call -> call.replaceAll("[0-9a-f]{12}_", "ID_")))
                .containsExactly(
                        "create ID_shop-web-1",
                        "stop shop-web-1",
                        "remove shop-web-1",
                        "rename ID_shop-web-1 to shop-web-1",
                        "start shop-web-1");
        assertThat(stage.events)
                .filteredOn(EngineEvent.StepStarted.class::isInstance)
                .extracting(event -> ((EngineEvent.StepStarted) event).action())
                .containsExactly(Action.RECREATE, Action.START);
    }

    @Test
    void aHookThatFailsFailsUp() {
        stage.engine.image("web");
        var hook = new Hook(
                Optional.of(List.of("exit", "5")),
                Optional.empty(),
                false,
                Optional.empty(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        var project = project("shop", service("web", "web").postStart(List.of(hook)));
        assertThatThrownBy(() -> new Up(stage.context()).run(stage.up(project)))
                .hasMessage("web hook exited with status 5");
    }

    @Test
    void downRemovesAllThatUpMade() throws Exception {
        stage.engine.image("web").image("db");
        var project = project(
                "shop",
                List.of("data"),
                service("web", "web").dependsOn(after("db", Condition.STARTED)),
                service("db", "db"));
        new Up(stage.context()).run(stage.up(project));
        stage.engine.forgetCalls();
        new Down(stage.context())
                .run(new DownRequest(
                        ProjectScope.byLabels("shop", List.of()),
                        DownRequest.Orphans.KEEP,
                        DownRequest.Volumes.REMOVE,
                        DownRequest.Images.KEEP,
                        Optional.empty()));
        assertThat(stage.engine.calls())
                .containsSubsequence("stop shop-web-1", "remove shop-web-1", "stop shop-db-1", "remove shop-db-1")
                .contains("remove network shop_default", "remove volume shop_data");
    }

    @Test
    void downGoesOnAfterAFailureAndTellsIt() throws Exception {
        stage.engine.image("a").image("b");
        new Up(stage.context()).run(stage.up(project("shop", service("a", "a"), service("b", "b"))));
        stage.engine.fails("stop shop-a-1", Kind.OTHER, 1);
        assertThatThrownBy(
                        () -> new Down(stage.context()).run(DownRequest.of(ProjectScope.byLabels("shop", List.of()))))
                .hasMessage("stop shop-a-1: scripted failure");
        assertThat(stage.engine.calls()).contains("remove shop-b-1");
    }
}
