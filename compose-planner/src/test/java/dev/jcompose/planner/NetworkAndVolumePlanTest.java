package dev.jcompose.planner;

import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Mount;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetworkAndVolumePlanTest {
    @Test
    void aRunningContainerThatLostItsNetworkIsReplaced() {
        var project = project(service("web", "nginx:1"));
        var world = world(project).running("web", 1).without("networks");
        assertThat(firstCreate(up(project, world.observed())).why())
                .hasToString("NotAttached[network=Network[networkKey=default, name=shop_default]]");
    }

    @Test
    void aChangedNetworkIsReplacedUnderItsContainers() {
        var project = project(service("web", "nginx:1"));
        var world = world(project)
                .running("web", 1)
                .network("shop_default", Map.of(Labels.PROJECT, "shop", Labels.CONFIG_HASH, "old"));
        assertPlan(up(project, world.observed()), """
            1          stop       web#1                        network default is replaced
            2 <- 1     disconnect web#1 from network default   network default is replaced
            3 <- 2     remove     network default              configuration changed
            4 <- 3     create     network default              configuration changed
            5 <- 4     connect    web#1 to network default     network default is replaced
            6 <- 1,5   start      web#1                        not running
            """);
    }

    @Test
    void aNetworkOfSomebodyElseIsUsedWithAWarning() {
        var project = project(service("web", "nginx:1"));
        var plan = up(project, world(project).network("shop_default", Map.of()).observed());
        assertThat(plan.warnings())
                .singleElement()
                .asString()
                .startsWith("a network with name shop_default exists but was not created by compose.");
    }

    @Test
    void aChangedVolumeIsReplacedOnlyWithConsent() {
        var project = project(List.of("data"), service("db", "db").volumes(List.of(named("data", "/data"))));
        var world = world(project)
                .running("db", 1)
                .volume("shop_data", Map.of(Labels.PROJECT, "shop", Labels.CONFIG_HASH, "old"));
        assertThat(Planner.divergedVolumes(Given.desired(project), world.observed()))
                .extracting(volume -> volume.key())
                .containsExactly("data");
        assertThat(up(project, world.observed()).isEmpty()).isTrue();
        assertPlan(up(project, world.observed(), UpOptions.defaults().withVolumesToReplace(Set.of("data"))), """
            1        stop   db#1          volume data is replaced
            2 <- 1   remove db#1          volume data is replaced
            3 <- 2   remove volume data   configuration changed
            4 <- 3   create volume data   configuration changed
            5 <- 4   create db#1          not found
            6 <- 5   start  db#1          created by 5
            """);
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

    private static Step.CreateContainer firstCreate(Plan plan) {
        return plan.nodes().stream()
                .map(Plan.Node::step)
                .filter(Step.CreateContainer.class::isInstance)
                .map(Step.CreateContainer.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
