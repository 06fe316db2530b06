package dev.jcompose.planner;

import static dev.jcompose.planner.Given.dependsOn;
import static dev.jcompose.planner.Given.on;
import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.Hook;
import dev.jcompose.model.Project;
import dev.jcompose.model.problem.Span;
import dev.jcompose.planner.DownOptions.Extra;
import dev.jcompose.planner.graph.ServiceGraph;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.PlanJson;
import dev.jcompose.planner.resource.PlanException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecyclePlanTest {
    private static Project webAndDb() {
        return project(
                List.of("data"),
                service("web", "web").dependsOn(dependsOn("db", on(Condition.HEALTHY))),
                service("db", "db"));
    }

    private static Deployed deployed(Project project, Observed observed) {
        try {
            return Deployed.of(project, Given.NOWHERE, observed);
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    private static Plan down(Deployed deployed, Set<String> services, Extra... extras) {
        return Planner.down(deployed, new DownOptions(services, Set.of(extras), Optional.empty()));
    }

    @Test
    void downTakesDependentsFirstAndThenTheNetworks() {
        var project = webAndDb();
        var world = world(project).running("web", 1).running("db", 1);
        assertPlan(down(deployed(project, world.observed()), Set.of()), """
            1          stop   web#1
            2 <- 1     remove web#1
            3 <- 2     stop   db#1
            4 <- 3     remove db#1
            5 <- 2,4   remove network default
            """);
    }

    @Test
    void downRemovesVolumesOnlyOnRequest() {
        var project = webAndDb();
        assertPlan(down(deployed(project, world(project).observed()), Set.of(), Extra.VOLUMES), """
            1   remove network default
            2   remove volume data
            """);
    }

    @Test
    void downOfAServiceTakesThoseThatDependOnIt() {
        var project = webAndDb();
        var world = world(project).running("web", 1).running("db", 1);
        assertPlan(down(deployed(project, world.observed()), Set.of("db")), """
            1          stop   web#1
            2 <- 1     remove web#1
            3 <- 2     stop   db#1
            4 <- 3     remove db#1
            5 <- 2,4   remove network default
            """);
    }

    @Test
    void downWithNothingThereSaysSo() {
        var plan = down(deployed(webAndDb(), Observed.nothing()), Set.of());
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.warnings()).containsExactly("No resource found to remove for project \"shop\".");
    }

    @Test
    void labelsAloneGiveTheSameOrder() throws PlanException {
        var project = webAndDb();
        var observed = world(project).running("web", 1).running("db", 1).observed();
        assertPlan(down(Deployed.ofLabels("shop", observed), Set.of()), """
            1          stop   web#1
            2 <- 1     remove web#1
            3 <- 2     stop   db#1
            4 <- 3     remove db#1
            5 <- 2,4   remove network default
            """);
    }

    @Test
    void hooksRunBeforeAStopThatAUserAskedFor() {
        var hook = new Hook(
                Optional.of(List.of("bye")),
                Optional.empty(),
                false,
                Optional.empty(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        var project = project(service("web", "web").preStop(List.of(hook)));
        var plan = Planner.stop(
                deployed(project, world(project).running("web", 1).observed()), Set.of("web"), Optional.empty());
        assertPlan(plan, """
            1        pre_stop web#1   declared by the service
            2 <- 1   stop     web#1   requested
            """);
    }

    @Test
    void startBringsUpDependenciesFirst() {
        var project = webAndDb();
        var world = world(project).in(ContainerState.EXITED, "web", 1).in(ContainerState.EXITED, "db", 1);
        assertPlan(Planner.start(deployed(project, world.observed()), Set.of("web"), Planner.Await.STARTED), """
            1        start db#1                    not running
            2 <- 1   await db service_healthy      required by web
            3 <- 2   start web#1                   not running
            """);
    }

    @Test
    void aPlanIsDataToo() {
        var project = project(service("web", "web"));
        var plan = Planner.stop(
                deployed(project, world(project).running("web", 1).observed()), Set.of("web"), Optional.empty());
        assertThat(PlanJson.of(plan))
                .isEqualTo("{\"version\":1,\"steps\":[{\"id\":1,\"waits_for\":[],\"action\":\"stop\","
                        + "\"resource\":\"web#1\",\"name\":\"shop-web-1\",\"reason\":{\"kind\":\"requested\","
                        + "\"text\":\"requested\"}}],\"unchanged\":[],\"warnings\":[]}");
    }

    @Test
    void aCircleIsReportedWithThePlaceOfEachEdge() {
        Map<String, Integer> lines = Map.of("services.a.depends_on.b", 3, "services.b.depends_on.a", 7);
        var project = project(
                service("a", "a").dependsOn(dependsOn("b", on(Condition.STARTED))),
                service("b", "b").dependsOn(dependsOn("a", on(Condition.STARTED))));
        assertThatThrownBy(() -> ServiceGraph.of(
                        project,
                        path -> Optional.ofNullable(lines.get(path))
                                .map(line -> new Span(Path.of("/c.yaml"), line, 5, 6))))
                .isInstanceOfSatisfying(PlanException.class, e -> {
                    var problem = e.problems().all().getFirst();
                    assertThat(problem.message()).isEqualTo("dependency cycle detected: a -> b -> a");
                    assertThat(problem.at()).hasToString("Optional[/c.yaml:3:5]");
                    assertThat(problem.hint().orElse(""))
                            .contains("a -> b at /c.yaml:3:5")
                            .contains("b -> a at /c.yaml:7:5");
                });
    }
}
