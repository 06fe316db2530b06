package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.cgroup.CgroupLimits;
import dev.jcompose.runtime.cgroup.CgroupPlan;
import dev.jcompose.runtime.launch.Mount.Filesystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each operation of the helper that fails is told in its own words, and nothing of the start is left. */
@Timeout(120)
class HelperFailureTest extends ContainerTest {
    /** Changes a container that would start into one that does not. */
    @FunctionalInterface
    private interface Spoiling {
        LaunchSpec.Builder apply(LaunchSpec.Builder builder) throws Exception;
    }

    @Test
    void everyOperationSaysWhyItFailed() throws Exception {
        var cases = new LinkedHashMap<String, Spoiling>();
        mounts(cases);
        places(cases);
        for (var each : cases.entrySet()) {
            assertFails(
                    each.getKey(),
                    each.getValue()
                            .apply(containers.container(command("wait").build()))
                            .build());
        }
    }

    private void mounts(Map<String, Spoiling> cases) throws Exception {
        var plain = Files.writeString(directory.resolve("plain"), "");
        cases.put("use file system 'nosuchfs'", adding(new Filesystem("nosuchfs", "/x", Set.of(), List.of())));
        cases.put("use mount option 'nosuch=1'", adding(new Filesystem("tmpfs", "/x", Set.of(), List.of("nosuch=1"))));
        cases.put("use mount option 'nosuch'", adding(new Filesystem("tmpfs", "/x", Set.of(), List.of("nosuch"))));
        cases.put("use mount option 'size=x'", adding(new Filesystem("tmpfs", "/x", Set.of(), List.of("size=x"))));
        cases.put("use mount option 'mode=x'", adding(new Filesystem("tmpfs", "/x", Set.of(), List.of("mode=x"))));
        cases.put(
                "use mount option '" + "k".repeat(64),
                adding(new Filesystem("tmpfs", "/x", Set.of(), List.of("k".repeat(5000)))));
        cases.put("/etc/plain/below", adding(new Filesystem("tmpfs", "/etc/plain/below", Set.of(), List.of())));
        cases.put("clone the mounts under '/nosuch'", adding(new Mount.Bind(Path.of("/nosuch"), "/x", Set.of())));
        var ids = Optional.of(IdMap.consecutive(100_000, 10));
        cases.put(
                "map the owners of '/proc', whose file system (type 0x9fa0) may not support that",
                adding(new Mount.Bind(Path.of("/proc"), "/x", Set.of()).withOwners(ids)));
        cases.put(
                "set the uid_map '0 1 10",
                adding(new Mount.Bind(plain, "/x", Set.of())
                        .withOwners(Optional.of(new IdMap(
                                List.of(new IdMap.Range(0, 1, 10), new IdMap.Range(5, 100, 10)),
                                List.of(new IdMap.Range(0, 1, 1)))))));
        cases.put("Are you trying to mount a directory onto a file", adding(new Mount.Bind(plain, "/tmp", Set.of())));
        cases.put(
                "open directory '/etc/plain'",
                builder -> builder.devices(List.of(DeviceNode.open("/etc/plain/x", 1, 3))));
        cases.put("open '/dev", builder -> builder.maskedPaths(List.of("/dev/" + "x".repeat(300))));
        cases.put("to make it read-only", builder -> builder.readOnlyPaths(List.of("/dev/" + "x".repeat(300))));
    }

    @Test
    void layersThatCannotBeUsedAreNamed() throws Exception {
        var missing = Path.of("/nosuch");
        var image = List.of(containers.image());
        var upper = Files.createDirectories(directory.resolve("layers/upper"));
        var work = Files.createDirectories(directory.resolve("layers/work"));
        var cases = new LinkedHashMap<String, RootFilesystem>();
        cases.put("add overlay layer below '/nosuch'", new RootFilesystem.Overlay(List.of(missing), upper, work));
        cases.put("'/nosuch/upper'", new RootFilesystem.Overlay(image, missing.resolve("upper"), work));
        cases.put("'/nosuch/work'", new RootFilesystem.Overlay(image, upper, missing.resolve("work")));
        cases.put("make file system 'overlay'", new RootFilesystem.Overlay(image, upper, upper));
        cases.put("clone the mounts under '/nosuch'", new RootFilesystem.Directory(missing));
        for (var each : cases.entrySet()) {
            assertFails(each.getKey(), withRoot(each.getValue()).build());
        }
        var ids = IdMap.consecutive(100_000, 65_536);
        try (var held = containers.launcher().holdNamespaces(directory, ids)) {
            cases.clear();
            cases.put("open '/nosuch'", new RootFilesystem.Overlay(List.of(missing), upper, work));
            cases.put("map the owners of '/proc'", new RootFilesystem.Overlay(List.of(Path.of("/proc")), upper, work));
            cases.put("clone the mounts under '/nosuch'", new RootFilesystem.Directory(missing));
            for (var each : cases.entrySet()) {
                assertFails(
                        each.getKey(),
                        withRoot(each.getValue()).userNamespace(held.user()).build());
            }
            var mounts = new ArrayList<Mount>();
            for (int i = 0; i < 257; i++) {
                mounts.add(new Mount.Bind(Path.of("/proc/self"), "/m" + i, Set.of()));
            }
            assertFails(
                    "ready more than 256 mounts",
                    withRoot(new RootFilesystem.Directory(containers.image()))
                            .userNamespace(held.user())
                            .mounts(mounts)
                            .build());
        }
    }

    private LaunchSpec.Builder withRoot(RootFilesystem root) throws Exception {
        var plain = containers.container(command("wait").build()).build();
        return LaunchSpec.builder(plain.id(), plain.stateDirectory(), root, plain.process());
    }

    private Spoiling adding(Mount mount) {
        return builder -> {
            var mounts = new ArrayList<>(builder.build().mounts());
            mounts.add(mount);
            return builder.mounts(mounts);
        };
    }

    private void places(Map<String, Spoiling> cases) {
        cases.put("set hostname", builder -> builder.hostname("x".repeat(65)));
        cases.put("set domainname", builder -> builder.domainname("x".repeat(65)));
        cases.put("open sysctl 'net/nosuch'", builder -> builder.sysctls(Map.of("net.nosuch", "1")));
        cases.put(
                "set sysctl 'net/ipv4/ip_forward' to 'x'",
                builder -> builder.sysctls(Map.of("net.ipv4.ip_forward", "x")));
        cases.put(
                "enter the user namespace '/proc/self/ns/uts'",
                builder -> builder.userNamespace(
                        new UserNamespace(Path.of("/proc/self/ns/uts"), IdMap.consecutive(100_000, 10))));
        cases.put("open namespace '/nosuch'", builder -> builder.namespaces(network("/nosuch")));
        cases.put("join namespace '/proc/self/ns/uts'", builder -> builder.namespaces(network("/proc/self/ns/uts")));
        cases.put("open log '", builder -> builder.log(LogFile.unlimited(directory.resolve("nosuch/log"))));
        cases.put(
                "make cgroup",
                builder -> builder.cgroup(new CgroupPlan(
                        List.of(Path.of("/proc/nosuch")),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())));
    }

    private static Namespaces network(String file) {
        return new Namespaces(
                Namespace.join(Path.of(file)),
                Namespace.isolated(),
                Namespace.isolated(),
                Namespace.isolated(),
                Namespace.host());
    }

    @Test
    void aProcessThatCannotBecomeWhatItShouldDoesNotRun() throws Exception {
        var cases = new LinkedHashMap<String, ProcessSpec.Builder>();
        // Without a security module; with one it is the label that does not exist.
        cases.put(
                "run the command as 'exec nosuch' (/proc/self/attr/exec)",
                command("wait").labels(List.of(new SecurityLabel("exec", "exec nosuch"))));
        cases.put("set oom_score_adj to 2000", command("wait").oomScoreAdjustment(2000));
        cases.put(
                "supplementary groups",
                command("wait")
                        .credentials(new Credentials(
                                0, 0, IntStream.range(0, 257).boxed().toList())));
        cases.put(
                "load the seccomp filter of 1 instructions", command("wait").seccomp(new SeccompProgram(new byte[8])));
        cases.put("/etc/plain", command("wait").workingDirectory("/etc/plain"));
        cases.put("not a directory", command("wait").workingDirectory("/etc/plain/below"));
        cases.put("exec: \"/etc/mtab/x\"", ProcessSpec.command(List.of("/etc/mtab/x")));
        cases.put("executable file not found in $PATH", ProcessSpec.command(List.of("nosuch")));
        for (var each : cases.entrySet()) {
            var spec = containers.container(each.getValue().build()).build();
            assertFails(each.getKey(), spec);
        }
        var running = containers.start(containers
                .container(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build());
        for (var each : cases.entrySet()) {
            var spec = new ExecSpec(each.getValue().build(), Stdio.pipes());
            assertThatThrownBy(() -> containers.launcher().exec(running, spec))
                    .as("in a running container")
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining(each.getKey());
        }
    }

    @Test
    void aLimitThatTheKernelRefusesIsNamed() throws Exception {
        var refused = containers.container(command("wait").build(), CgroupLimits.NONE);
        refused.cgroup(withLimit(refused.build().cgroup(), CgroupPlan.IfAbsent.FAIL));
        assertFails("nosuch.limit", refused.build());

        var skipped = containers.container(command("wait").build(), CgroupLimits.NONE);
        skipped.cgroup(withLimit(skipped.build().cgroup(), CgroupPlan.IfAbsent.SKIP));
        var container = containers.start(
                skipped.output(LaunchSpec.Output.FROM_ATTACHING).build());
        container.killAll();
        assertThat(container.onExit().get(20, TimeUnit.SECONDS).code()).isEqualTo(137);
    }

    private static CgroupPlan withLimit(CgroupPlan plan, CgroupPlan.IfAbsent ifAbsent) {
        var file = plan.directories().getFirst().resolve("nosuch.limit");
        return new CgroupPlan(
                plan.directories(),
                plan.unified(),
                List.of(new CgroupPlan.Write(file, "1", ifAbsent)),
                plan.deviceFilter(),
                plan.oomCounter());
    }

    /** Where the root is a directory already, nothing is put over it. */
    @Test
    void aRootThatIsADirectoryIsUsedAsItIs() throws Exception {
        var spec = containers.container(command("write:/made").build()).build();
        var plain = LaunchSpec.builder(
                        spec.id(),
                        spec.stateDirectory(),
                        new RootFilesystem.Directory(containers.image()),
                        spec.process())
                .mounts(spec.mounts())
                .cgroup(spec.cgroup())
                .output(LaunchSpec.Output.WHOLE)
                .build();
        assertThat(containers.run(plain).out()).isEqualTo("/made: ok\n");
        assertThat(containers.image().resolve("made")).exists();
        var nowhere = LaunchSpec.builder(
                        spec.id(),
                        spec.stateDirectory(),
                        new RootFilesystem.Directory(directory.resolve("nosuch")),
                        spec.process())
                .build();
        assertFails("clone the mounts under '" + directory.resolve("nosuch"), nowhere);
    }

    private void assertFails(String message, LaunchSpec spec) throws Exception {
        assertThatThrownBy(() -> containers.start(spec))
                .as(message)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(message);
        assertThat(spec.cgroup().directories())
                .as("cgroups after %s", message)
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }
}
