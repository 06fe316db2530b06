package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdoptionTest extends ContainerTest {
    private static final int SIGKILL = 9;

    @Test
    void aRunningContainerIsFoundAgainWithAllItsHandles() throws Exception {
        var spec = longRunning();
        var before = containers.start(spec);
        containers.restartLauncher();

        var adoption = containers.launcher().adopt(spec.stateDirectory());
        assertThat(adoption).isInstanceOf(Adoption.Running.class);
        var container = ((Adoption.Running) adoption).container();
        assertThat(container.pid()).isEqualTo(before.pid());
        assertThat(container.startedAt()).isEqualTo(before.startedAt());
        try (var exec = containers
                .launcher()
                .exec(container, new ExecSpec(command("out:still here").build(), Stdio.pipes()))) {
            assertThat(TestContainers.readAll(exec.stdio())).containsEntry(Attachment.Source.STDOUT, "still here\n");
        }
        container.signal(SIGKILL);
        assertThat(container.onExit().get(20, TimeUnit.SECONDS).code()).isEqualTo(137);
    }

    @Test
    void anEndThatNobodySawIsReadFromDisk() throws Exception {
        var spec = containers
                .container(command("exit:7").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build();
        var exit = containers.start(spec).onExit().get(20, TimeUnit.SECONDS);
        containers.restartLauncher();
        assertThat(containers.launcher().adopt(spec.stateDirectory())).isEqualTo(new Adoption.Exited(exit));
        assertThat(exit.code()).isEqualTo(7);
    }

    @Test
    void aContainerDiesWithItsSupervisorAndItsEndIsReported() throws Exception {
        var spec = longRunning();
        var container = containers.start(spec);
        kill(supervisorOf(container));
        var exit = container.onExit().get(20, TimeUnit.SECONDS);
        assertThat(exit.code()).isEqualTo(137);
        // Its number may be taken until the host's init has waited for it; it runs no more.
        assertThat(ProcessHandle.of(container.pid()).flatMap(p -> p.info().command()))
                .isEmpty();
        assertThat(spec.cgroup().directories())
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
    }

    @Test
    void aSupervisorLostMeanwhileIsNoticed() throws Exception {
        var spec = longRunning();
        var container = containers.start(spec);
        var supervisor = supervisorOf(container);
        containers.restartLauncher();
        kill(supervisor);
        assertThat(containers.launcher().adopt(spec.stateDirectory())).isEqualTo(new Adoption.Lost());
        assertThat(spec.cgroup().directories())
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
    }

    @Test
    void whatWasNeverStartedIsKnownToBe() throws Exception {
        assertThat(containers.launcher().adopt(Files.createDirectory(directory.resolve("fresh"))))
                .isEqualTo(new Adoption.NeverStarted());
    }

    private LaunchSpec longRunning() throws Exception {
        return containers
                .container(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build();
    }

    private static ProcessHandle supervisorOf(Supervised container) {
        return ProcessHandle.of(container.pid()).flatMap(ProcessHandle::parent).orElseThrow();
    }

    private static void kill(ProcessHandle process) throws Exception {
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().get(20, TimeUnit.SECONDS);
    }
}
