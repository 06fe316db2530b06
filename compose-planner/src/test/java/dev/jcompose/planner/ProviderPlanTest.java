package dev.jcompose.planner;

import static dev.jcompose.planner.Given.dependsOn;
import static dev.jcompose.planner.Given.on;
import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;

import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.Project;
import dev.jcompose.model.Provider;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.planner.UpOptions.Providers;
import dev.jcompose.planner.resource.PlanException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderPlanTest {
    private final Project project = project(
            new ServiceBuilder("db")
                    .provider(Optional.of(new Provider("cloud", new LinkedHashMap<>(), new LinkedHashMap<>()))),
            service("web", "nginx:1").dependsOn(dependsOn("db", on(Condition.STARTED))));

    @Test
    void aProviderIsCalledBeforeAnythingElse() {
        assertPlan(up(project, world(project).observed()), """
            1 provider up db declared by the service
            2 create web#1 not found
            3 <- 2 start web#1 created by 2
            """);
    }

    @Test
    void oneThatWasCalledIsNotCalledAgain() {
        var options = UpOptions.defaults().withProviders(Providers.CALLED);
        assertPlan(up(project, world(project).observed(), options), """
            1 create web#1 not found
            2 <- 1 start web#1 created by 1
            """);
    }

    @Test
    void downAndStopAskItOnceItsDependentsAreGone() throws PlanException {
        var deployed = Deployed.of(
                project,
                Given.NOWHERE,
                world(project).without("networks").running("web", 1).observed());
        assertPlan(Planner.stop(deployed, Set.of("web", "db"), Optional.empty()), """
            1 stop web#1 requested
            2 <- 1 provider stop db declared by the service
            """);
        assertPlan(Planner.down(deployed, new DownOptions(Set.of(), Set.of(), Optional.empty())), """
            1 stop web#1
            2 <- 1 remove web#1
            3 <- 2 provider down db declared by the service
            """);
    }
}
