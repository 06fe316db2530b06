package dev.jcompose.planner;

import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScalePlanTest {
    @Test
    void moreReplicasGetTheNextNumbers() {
        var project = project(service("web", "nginx:1").scale(Given.scale(3)));
        assertPlan(up(project, world(project).running("web", 2).observed()), """
            1        create web#3   not found
            2        create web#4   not found
            3 <- 1   start  web#3   created by 1
            4 <- 2   start  web#4   created by 2
            """);
    }

    @Test
    void scalingDownTakesObsoleteOnesFirstThenTheHighestNumbers() {
        var project = project(service("web", "nginx:2").scale(Given.scale(1)));
        var world =
                world(project).outdated("web", 1, "nginx:1").running("web", 2).running("web", 3);
        assertPlan(up(project, world.observed()), """
            1        stop   web#3   scaled down to 1
            2 <- 1   remove web#3   scaled down to 1
            3        stop   web#1   scaled down to 1
            4 <- 3   remove web#1   scaled down to 1
            """);
    }

    @Test
    void replicasThatShareARangeOfPortsStartOneAfterTheOther() {
        var port = new dev.jcompose.model.Port(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                80,
                Optional.of("8000-8010"),
                Optional.of("tcp"),
                Optional.empty(),
                new LinkedHashMap<>());
        var project = project(service("web", "nginx:1").scale(Given.scale(2)).ports(List.of(port)));
        assertPlan(up(project, world(project).observed()), """
            1          create web#1   not found
            2          create web#2   not found
            3 <- 1     start  web#1   created by 1
            4 <- 2,3   start  web#2   created by 2
            """);
    }
}
