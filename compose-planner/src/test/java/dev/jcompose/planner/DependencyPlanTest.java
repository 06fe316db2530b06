package dev.jcompose.planner;

import static dev.jcompose.planner.Given.dependsOn;
import static dev.jcompose.planner.Given.on;
import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.restarting;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.resource.PlanException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DependencyPlanTest {
    @Test
    void aDependentStartsOnceItsDependencyIsHealthyAndAnotherOnceItIsDone() {
        var edges = dependsOn("db", on(Condition.HEALTHY));
        edges.put("init", on(Condition.COMPLETED_SUCCESSFULLY));
        edges.put("cache", on(Condition.STARTED));
        var project = project(
                service("web", "web").dependsOn(edges),
                service("db", "db"),
                service("init", "init"),
                service("cache", "cache"));
        assertPlan(up(project, world(project).observed()), """
            1             create db#1      not found
            2             create init#1    not found
            3             create cache#1   not found
            4             create web#1     not found
            5  <- 1       start  db#1      created by 1
            6  <- 2       start  init#1    created by 2
            7  <- 3       start  cache#1   created by 3
            8  <- 5       await  db service_healthy   required by web
            9  <- 6       await  init service_completed_successfully   required by web
            10 <- 4,7,8,9 start  web#1     created by 4
            """);
    }

    @Test
    void nobodyWaitsForAHealthyDependencyWhenNothingStarts() {
        var project =
                project(service("web", "web").dependsOn(dependsOn("db", on(Condition.HEALTHY))), service("db", "db"));
        var world = world(project).running("web", 1).healthy("db", 1);
        assertThat(up(project, world.observed()).isEmpty()).isTrue();
    }

    @Test
    void anUnhealthyDependencyIsWaitedForEvenWhenTheDependentRuns() {
        var project =
                project(service("web", "web").dependsOn(dependsOn("db", on(Condition.HEALTHY))), service("db", "db"));
        var world = world(project)
                .running("web", 1)
                .container("db", 1, ContainerState.RUNNING, Health.UNHEALTHY, Map.of(), List.of());
        assertPlan(up(project, world.observed()), """
            1   await db service_healthy   required by web
            """);
    }

    @Test
    void dependentsThatAskForItStopBeforeAParentIsReplaced() {
        var project = project(service("web", "web").dependsOn(dependsOn("db", restarting())), service("db", "db:2"));
        var world = world(project).running("web", 1).outdated("db", 1, "db:1");
        assertPlan(up(project, world.observed()), """
            1          create db#1    image: db:1 -> db:2
            2 <- 1     stop   web#1   db#1 is replaced
            3 <- 1,2   stop   db#1    replaced by 1
            4 <- 3     remove db#1    replaced by 1
            5 <- 4     rename 1 to db#1
            6 <- 5     start  db#1    created by 1
            7 <- 2,6   start  web#1   not running
            """);
    }

    @Test
    void aServiceThatSharesANamespaceIsReplacedWithItsParent() {
        var project = project(
                service("side", "side")
                        .networks(new LinkedHashMap<>())
                        .networkMode(Optional.of(NamespaceMode.parse("service:web")))
                        .dependsOn(dependsOn("web", on(Condition.STARTED))),
                service("web", "web:2"));
        var world = world(project).running("side", 1).outdated("web", 1, "web:1");
        var plan = up(project, world.observed());
        assertThat(plan.nodes().get(4).step()).isInstanceOfSatisfying(Step.CreateContainer.class, create -> {
            assertThat(create.resource().key()).isEqualTo("side#1");
            assertThat(create.why()).hasToString("DependencyReplaced[dependency=Service[name=web]]");
        });
        assertThat(plan.nodes().get(4).waitsFor()).extracting(Object::toString).containsExactly("4");
    }

    @Test
    void sharingANamespaceWithAServiceThatIsNotThereIsAnError() {
        var project = project(service("side", "side")
                .networks(new LinkedHashMap<>())
                .networkMode(Optional.of(NamespaceMode.parse("service:web"))));
        assertThatThrownBy(
                        () -> Planner.up(Given.desired(project), world(project).observed(), UpOptions.defaults()))
                .isInstanceOf(PlanException.class)
                .hasMessage("cannot share network namespace with service web: container missing");
    }
}
