package dev.jcompose.planner;

import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.up;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.PreStartHook;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.resource.PlanException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreStartPlanTest {
    private static PreStartHook hook(Optional<String> image, boolean perReplica) {
        return new PreStartHook(
                Optional.of(List.of("prepare")),
                image,
                Optional.empty(),
                false,
                Optional.empty(),
                new LinkedHashMap<>(),
                perReplica,
                new LinkedHashMap<>());
    }

    private static ServiceBuilder web(PreStartHook... hooks) {
        return service("web", "nginx:1").preStart(List.of(hooks));
    }

    private static PreStartHook plain() {
        return hook(Optional.empty(), false);
    }

    @Test
    void hooksRunOneAfterTheOtherBeforeTheFirstReplicaStarts() {
        var project = project(web(plain(), plain()).scale(Given.scale(2)));
        assertPlan(up(project, world(project).observed()), """
            1 create web#1 not found
            2 create web#2 not found
            3 <- 1,2 pre_start web#hook:shop-web-pre_start-1 declared by the service
            4 <- 3 pre_start web#hook:shop-web-pre_start-2 declared by the service
            5 <- 1,4 start web#1 created by 1
            6 <- 2,4 start web#2 created by 2
            """);
    }

    @Test
    void aHookHasTheMountsOfTheFirstReplicaAndTheServicesImage() {
        var project = project(web(plain()));
        var spec = hooksOf(up(project, world(project).observed())).getFirst().spec();
        assertThat(spec.volumesFrom()).containsExactly("shop-web-1");
        assertThat(spec.image()).isEqualTo("nginx:1");
        assertThat(spec.labels())
                .containsEntry("com.docker.compose.hook", "pre_start")
                .doesNotContainKeys("com.docker.compose.config-hash", "com.docker.compose.container-number");
    }

    @Test
    void noHookRunsWhileAReplicaDoes() {
        var project = project(web(plain()).scale(Given.scale(2)));
        var plan = up(project, world(project).running("web", 1).observed());
        assertThat(hooksOf(plan)).isEmpty();
        assertThat(plan.isEmpty()).isFalse();
    }

    @Test
    void whatAnEarlierRunLeftGoesFirst() {
        var project = project(web(plain()));
        var observed = world(project)
                .in(ContainerState.EXITED, "web", 1)
                .leftOverHook("web")
                .observed();
        assertPlan(up(project, observed), """
            1 remove web#hook:shop-web-1 left over from an earlier run
            2 <- 1 pre_start web#hook:shop-web-pre_start-1 declared by the service
            3 <- 2 start web#1 not running
            """);
    }

    @Test
    void theImageOfAHookIsFetched() {
        var project = project(web(hook(Optional.of("tools:1"), false)));
        assertThat(up(project, Observed.nothing()).nodes())
                .extracting(node -> node.step().resource().key())
                .startsWith("image nginx:1", "image tools:1");
    }

    @Test
    void aHookForEachReplicaIsRefused() {
        var project = project(web(hook(Optional.empty(), true)));
        assertThatThrownBy(() -> Planner.up(Given.desired(project), Observed.nothing(), UpOptions.defaults()))
                .isInstanceOfSatisfying(
                        PlanException.class,
                        e -> assertThat(e.problems().all())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.message()).contains("per_replica")));
    }

    private static List<Step.RunPreStart> hooksOf(Plan plan) {
        return plan.nodes().stream()
                .map(Plan.Node::step)
                .filter(Step.RunPreStart.class::isInstance)
                .map(Step.RunPreStart.class::cast)
                .toList();
    }
}
