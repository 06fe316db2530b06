package dev.jcompose.planner;

import static dev.jcompose.planner.Given.dependsOn;
import static dev.jcompose.planner.Given.on;
import static dev.jcompose.planner.Given.project;
import static dev.jcompose.planner.Given.restarting;
import static dev.jcompose.planner.Given.service;
import static dev.jcompose.planner.Given.world;
import static dev.jcompose.planner.PlanAssert.assertPlan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.planner.UpOptions.Extent;
import dev.jcompose.planner.UpOptions.Orphans;
import dev.jcompose.planner.UpOptions.Recreate;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import dev.jcompose.planner.resource.PlanException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpPlanTest {
    private static Plan up(Project project, Observed observed, UpOptions options) {
        try {
            return Planner.up(Given.desired(project), observed, options);
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    private static Plan up(Project project, Observed observed) {
        return up(project, observed, UpOptions.defaults());
    }

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
    void createDoesNotStart() {
        var project = project(service("web", "nginx:1"));
        var options = UpOptions.defaults().withExtent(Extent.CREATE);
        assertPlan(up(project, world(project).observed(), options), """
            1   create web#1   not found
            """);
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

    private static Step.CreateContainer firstCreate(Plan plan) {
        return plan.nodes().stream()
                .map(Plan.Node::step)
                .filter(Step.CreateContainer.class::isInstance)
                .map(Step.CreateContainer.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
