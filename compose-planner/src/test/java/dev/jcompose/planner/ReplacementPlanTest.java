package dev.jcompose.planner;

import static dev.jcompose.planner.Given.dependsOn;
import static dev.jcompose.planner.Given.on;
import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.planner.UpOptions.Recreate;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplacementPlanTest {
    @Test
    void theNewContainerExistsBeforeTheOldOneStops() {
        var project = project(service("web", "nginx:2"));
        assertPlan(up(project, world(project).outdated("web", 1, "nginx:1").observed()), """
            1        create web#1   image: nginx:1 -> nginx:2
            2 <- 1   stop   web#1   replaced by 1
            3 <- 2   remove web#1   replaced by 1
            4 <- 3   rename 1 to web#1
            5 <- 4   start  web#1   created by 1
            """);
    }

    @Test
    void aReplacementHasATemporaryNameAndOneGroup() {
        var project = project(service("web", "nginx:2"));
        var plan = up(project, world(project).outdated("web", 1, "nginx:1").observed());
        var create = (Step.CreateContainer) plan.nodes().getFirst().step();
        assertThat(create.createdAs()).isEqualTo("shopweb10000_shop-web-1");
        assertThat(create.spec().labels()).containsEntry(Labels.REPLACE, "web-1");
        assertThat(plan.nodes().stream().filter(node -> node.group().isPresent()))
                .hasSize(4);
    }

    @Test
    void forceRecreateReplacesWhatIsUpToDateButNotDependencies() {
        var project =
                project(service("web", "web").dependsOn(dependsOn("db", on(Condition.STARTED))), service("db", "db"));
        var world = world(project).running("web", 1).running("db", 1);
        var options = UpOptions.defaults().withTargets(Set.of("web")).withRecreate(Recreate.ALWAYS, Recreate.DIVERGED);
        assertPlan(up(project, world.observed(), options), """
            1        create web#1   forced
            2 <- 1   stop   web#1   replaced by 1
            3 <- 2   remove web#1   replaced by 1
            4 <- 3   rename 1 to web#1
            5 <- 4   start  web#1   created by 1
            """);
    }

    @Test
    void noRecreateLeavesWhatDiffers() {
        var project = project(service("web", "nginx:2"));
        var options = UpOptions.defaults().withRecreate(Recreate.NEVER, Recreate.NEVER);
        assertThat(up(project, world(project).outdated("web", 1, "nginx:1").observed(), options)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void anAnonymousVolumeMovesToTheReplacementWhereTheImageStillDeclaresIt() {
        var project = project(service("db", "db:2"));
        var volume = new ObservedMount(
                ObservedMount.Kind.VOLUME, "", "a1b2", "/var/lib/db", ObservedMount.Access.READ_WRITE);
        var world = world(project).image("db:2", List.of("/var/lib/db")).outdated("db", 1, "db:1", volume);
        assertThat(firstCreate(up(project, world.observed())).inherited())
                .containsExactly(new Step.InheritedVolume("/var/lib/db", "a1b2"));
        var renewed = UpOptions.defaults().withAnonymousVolumes(AnonymousVolumes.REMOVE);
        assertThat(firstCreate(up(project, world.observed(), renewed)).inherited())
                .isEmpty();
    }

    private static Step.CreateContainer firstCreate(Plan plan) {
        return plan.nodes().stream()
                .map(Plan.Node::step)
                .filter(Step.CreateContainer.class::isInstance)
                .map(Step.CreateContainer.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
