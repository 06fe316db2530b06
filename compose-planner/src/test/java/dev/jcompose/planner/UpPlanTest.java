package dev.jcompose.planner;

import static dev.jcompose.planner.Given.dependsOn;
import static dev.jcompose.planner.Given.on;
import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.Mount;
import dev.jcompose.planner.UpOptions.Extent;
import dev.jcompose.planner.UpOptions.Orphans;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.resource.PlanException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpPlanTest {
    @Test
    void aNewProjectIsPulledCreatedAndStarted() {
        var project = project(List.of("data"), service("web", "nginx:1").volumes(List.of(named("data", "/data"))));
        assertPlan(up(project, Observed.nothing()), """
            1            pull   image nginx:1     not found
            2            create network default   not found
            3            create volume data       not found
            4 <- 1,2,3   create web#1             not found
            5 <- 4       start  web#1             created by 4
            """);
    }

    @Test
    void whatRunsAndIsUpToDateNeedsNoStep() {
        var project = project(service("web", "nginx:1"));
        var plan = up(project, world(project).running("web", 1).observed());
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.unchanged())
                .singleElement()
                .satisfies(ref -> assertThat(ref.name()).isEqualTo("shop-web-1"));
    }

    @Test
    void aStoppedContainerIsStartedAgain() {
        var project = project(service("web", "nginx:1"));
        assertPlan(
                up(project, world(project).in(ContainerState.EXITED, "web", 1).observed()), """
                1   start web#1   not running
                """);
    }

    @Test
    void aPausedContainerIsThawed() {
        var project = project(service("web", "nginx:1"));
        assertPlan(
                up(project, world(project).in(ContainerState.PAUSED, "web", 1).observed()), """
                1   unpause web#1   not running
                """);
    }

    @Test
    void createDoesNotStart() {
        var project = project(service("web", "nginx:1"));
        var options = UpOptions.defaults().withExtent(Extent.CREATE);
        assertPlan(up(project, world(project).observed(), options), """
            1   create web#1   not found
            """);
    }

    @Test
    void orphansAreNamedAndRemovedOnRequest() {
        var project = project(service("web", "nginx:1"));
        var world = world(project).running("web", 1).running("gone", 1);
        assertThat(up(project, world.observed()).warnings())
                .singleElement()
                .asString()
                .startsWith("Found orphan containers ([shop-gone-1]) for this project.");
        assertPlan(up(project, world.observed(), UpOptions.defaults().withOrphans(Orphans.REMOVE)), """
            1        stop   orphan shop-gone-1   its service is not in the model
            2 <- 1   remove orphan shop-gone-1   its service is not in the model
            """);
    }

    @Test
    void waitingIsPartOfThePlanAndAJobHasToComplete() {
        var project = project(
                service("web", "web").dependsOn(dependsOn("job", on(Condition.COMPLETED_SUCCESSFULLY))),
                service("job", "job"));
        var plan = up(project, world(project).observed(), UpOptions.defaults().withExtent(Extent.HEALTHY));
        assertPlan(plan, """
            1          create job#1   not found
            2          create web#1   not found
            3 <- 1     start  job#1   created by 1
            4 <- 3     await  job service_completed_successfully   required by web
            5 <- 2,4   start  web#1   created by 2
            6 <- 5     await  web running_or_healthy   requested
            """);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        var project = project(
                service("a", "missing-a").pullPolicy(Optional.of("never")),
                service("b", "missing-b").pullPolicy(Optional.of("never")));
        assertThatThrownBy(() -> Planner.up(Given.desired(project), Observed.nothing(), UpOptions.defaults()))
                .isInstanceOfSatisfying(
                        PlanException.class, e -> assertThat(e.problems().all()).hasSize(2));
    }

    @Test
    void fiveHundredServicesArePlannedInAnInstant() {
        var services = new dev.jcompose.model.ServiceBuilder[500];
        for (int i = 0; i < services.length; i++) {
            services[i] = service("s" + i, "image");
            if (i > 0) {
                services[i].dependsOn(dependsOn("s" + (i / 2), on(Condition.STARTED)));
            }
        }
        services[1].dependsOn(new LinkedHashMap<>());
        var project = project(services);
        var observed = world(project).observed();
        up(project, observed);
        long begin = System.nanoTime();
        var plan = up(project, observed);
        assertThat(plan.nodes()).hasSize(1000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
    }

    private static Mount named(String volume, String target) {
        return new Mount(
                Mount.Type.VOLUME,
                Optional.of(volume),
                target,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new LinkedHashMap<>());
    }
}
