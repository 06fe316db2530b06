package dev.jcompose.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Containers from their creation to their end, and what is told of it. For engines with real containers. */
public abstract class LifeContract extends RealContainers {
    @Test
    void aContainerRunsFromCreationToItsExitCode() throws Exception {
        var id = create(command("exit 3"));

        assertThat(containers().inspect(id).summary().state()).isEqualTo(ContainerState.CREATED);
        containers().start(id);
        assertThat(containers().awaitExit(id)).isEqualTo(3);

        assertThat(containers().inspect(id).summary().state()).isEqualTo(ContainerState.EXITED);

        var listed = listedAs(ContainerState.EXITED);
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().exitCode()).isEqualTo(3);
        assertThat(listed.getFirst().name()).isEqualTo(name());
        assertThat(listed.getFirst().image()).isEqualTo(image());
        assertThat(listed.getFirst().labels()).containsEntry("com.docker.compose.project", name());
    }

    @Test
    void eventsTellOfADeathWithItsExitCode() throws Exception {
        try (var subscription = engine().subscribe(ActivityFilter.ofProject(name()))) {
            var id = started(command("exit 5"));
            var actions = new ArrayList<String>();
            var activity = subscription.next().orElseThrow();
            while (!activity.action().equals("die")) {
                actions.add(activity.action());
                activity = subscription.next().orElseThrow();
            }

            assertThat(actions).containsExactly("create", "start");
            assertThat(activity.container()).isEqualTo(id);
            assertThat(activity.exitCode()).hasValue(5);
            assertThat(activity.name()).isEqualTo(name());
        }
    }

    @Test
    void closingASubscriptionEndsAWaitingReader() throws Exception {
        var subscription = engine().subscribe(ActivityFilter.ofProject(name()));
        var closer = Thread.ofVirtual().unstarted(subscription::close);
        closer.start();

        assertThat(subscription.next()).isEmpty();
        closer.join();
    }

    @Test
    void stoppingKillsAfterTheGraceAndTwiceIsNoFailure() throws Exception {
        var id = started(command("trap '' TERM; while true; do sleep 1; done"));

        containers().stop(id, Optional.of(Duration.ofSeconds(1)));
        containers().stop(id, Optional.of(Duration.ofSeconds(1)));

        assertThat(containers().inspect(id).summary().exitCode()).isEqualTo(137);
    }

    @Test
    void startingTwiceIsNoFailure() throws Exception {
        var id = started(command("sleep 60"));

        containers().start(id);
        containers().restart(id, Optional.of(Duration.ZERO));

        assertThat(containers().inspect(id).summary().state()).isEqualTo(ContainerState.RUNNING);
    }

    @Test
    void aPausedContainerIsInConflictWithAnotherPause() throws Exception {
        var id = started(command("sleep 60"));

        containers().pause(id);
        assertThat(containers().inspect(id).summary().state()).isEqualTo(ContainerState.PAUSED);
        assertThatThrownBy(() -> containers().pause(id))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        containers().unpause(id);
        containers().kill(id, "KILL");
        assertThat(containers().awaitExit(id)).isEqualTo(137);
    }

    @Test
    void whatDoesNotExistIsNotFoundInTheEnginesWords() {
        assertThatThrownBy(() -> containers().start(new ContainerId(name())))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
                    assertThat(e.operation()).isEqualTo("start container");
                    assertThat(e.reason()).isEqualTo("No such container: " + name());
                });
        assertThatThrownBy(() -> containers().inspect(new ContainerId(name())))
                .hasMessageEndingWith("No such container: " + name());
    }

    @Test
    void aNameThatIsTakenIsAConflict() throws Exception {
        create(command("exit 0"));

        assertThatThrownBy(() -> create(command("exit 0")))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void processesAndStatisticsAreRead() throws Exception {
        var id = started(command("while true; do :; done"));

        var table = containers().top(id);
        assertThat(table.titles()).contains("PID", "CMD");
        assertThat(table.rows()).hasSize(1);
        var stats = containers().stats(id);
        assertThat(stats.cpuPercent()).isGreaterThan(5);
        assertThat(stats.memoryUsed()).isPositive().isLessThan(stats.memoryLimit());
    }

    @Test
    void streamedStatisticsEndWithTheInterrupt() throws Exception {
        var id = started(command("sleep 60"));
        var samples = new ArrayList<Object>();
        var reader = Thread.ofVirtual().unstarted(() -> {
            try {
                containers().streamStats(id, sample -> {
                    samples.add(sample);
                    Thread.currentThread().interrupt();
                });
            } catch (EngineException e) {
                samples.add(e);
            } catch (InterruptedException e) {
                samples.add("interrupted");
            }
        });
        reader.start();

        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
        assertThat(samples.getLast()).isEqualTo("interrupted");
    }
}
