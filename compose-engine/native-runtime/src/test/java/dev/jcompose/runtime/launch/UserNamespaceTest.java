package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.Mount.Flag;
import dev.jcompose.runtime.launch.seccomp.SeccompProfile;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A container in a user namespace of its own: root inside, nobody in particular outside. */
@Timeout(60)
class UserNamespaceTest extends ContainerTest {
    private static final IdMap IDS = IdMap.consecutive(100_000, 65_536);

    private final List<HeldNamespaces> held = new ArrayList<>();

    private final List<NetworkNamespace> networks = new ArrayList<>();

    @AfterEach
    void letGo() {
        held.forEach(HeldNamespaces::close);
        networks.forEach(NetworkNamespace::close);
    }

    @Test
    void rootInsideIsNobodyInParticularOutside() throws Exception {
        var container = containers.start(remapped(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build());
        var process = Path.of("/proc", Integer.toString(container.pid()));
        assertThat(Files.readString(process.resolve("status")))
                .contains("Uid:\t100000\t100000\t100000\t100000", "Gid:\t100000\t100000\t100000\t100000")
                .contains("CapEff:\t00000000a80425fb", "CapBnd:\t00000000a80425fb", "Seccomp:\t2");
        assertThat(IdMap.ofProcess(container.pid())).contains(IDS);
        for (String kind : List.of("user", "mnt", "pid", "ipc", "uts", "net")) {
            assertThat(Files.readSymbolicLink(process.resolve("ns/" + kind)))
                    .as(kind)
                    .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/" + kind)));
        }
    }

    @Test
    void itMayInsideWhatADefaultContainerMay() throws Exception {
        var expected = new LinkedHashMap<String, String>();
        for (var name : List.of("mount", "bind", "umount /proc", "remount /", "fsopen", "pivot_root", "unshare user")) {
            expected.put(name, "EPERM");
        }
        for (var name : List.of("chroot", "raw icmp", "packet", "ping as user", "port 80 as user", "write /")) {
            expected.put(name, "ok");
        }
        for (var name : List.of("mknod mem", "mknod disk", "mknod null", "sethostname", "link up")) {
            expected.put(name, "EPERM");
        }
        var actual = outcomes(command("isolation").build());
        assertThat(actual).containsAllEntriesOf(expected);
        assertThat(actual)
                .hasEntrySatisfying(
                        "core_pattern", outcome -> assertThat(outcome).isIn("EROFS", "EACCES"));
    }

    /** runtime.md, section 12: with a user namespace the first attempt succeeds in the container's own namespace. */
    @Test
    void capabilitiesConcernItsOwnNamespacesOnly() throws Exception {
        var admin = Capabilities.adjust(List.of("ALL"), List.of(), new Capabilities(-1L));
        var actual = outcomes(command("isolation")
                .capabilities(admin)
                .seccomp(SeccompProfile.defaultFor(admin))
                .build());
        assertThat(actual)
                .containsEntry("mount", "ok")
                .containsEntry("sethostname", "ok")
                .containsEntry("unshare mount", "ok")
                .containsEntry("link up", "ok")
                .containsEntry("mknod mem", "EPERM")
                .containsEntry("mknod disk", "EPERM")
                .containsEntry("syslog", "EPERM")
                .containsEntry("kmsg", "EACCES");
    }

    @Test
    void filesOfTheImageAreRootsInsideAndKeepTheirOwnersOnDisk() throws Exception {
        Files.writeString(containers.image().resolve("etc/app.conf"), "x");
        Files.setAttribute(containers.image().resolve("etc/app.conf"), "unix:uid", 33);
        var spec = remapped(command(
                                "mode:/etc/plain",
                                "mode:/etc/app.conf",
                                "write:/tmp/new",
                                "write:/etc/app.conf",
                                "unlink:/etc/plain",
                                "mode:/dev/null",
                                "mode:/tmp")
                        .build())
                .build();
        var result = containers.run(spec);
        assertThat(result.out().lines()).contains("/tmp/new: ok", "/etc/app.conf: ok");
        var upper = spec.root() instanceof RootFilesystem.Overlay overlay ? overlay.upper() : directory;
        assertThat(Files.getAttribute(upper.resolve("tmp/new"), "unix:uid")).isEqualTo(0);
        assertThat(Files.getAttribute(upper.resolve("etc/app.conf"), "unix:uid"))
                .isEqualTo(33);
        assertThat(Files.getAttribute(containers.image().resolve("etc/app.conf"), "unix:uid"))
                .isEqualTo(33);
        assertThat(containers.image().resolve("etc/plain")).exists();
    }

    @Test
    void hostsFilesBelongToNobodyUnlessTheMountMapsThem() throws Exception {
        var source = Files.createDirectory(directory.resolve("source"));
        Files.writeString(source.resolve("secret"), "roots");
        Files.setPosixFilePermissions(
                source.resolve("secret"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        var builder = remapped(command(
                        "cat:/plain/secret",
                        "write:/plain/new",
                        "write:/mapped/new",
                        "write:/ro/new",
                        "cat:/mapped/secret")
                .build());
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.add(new Mount.Bind(source, "/plain", Set.of()));
        mounts.add(new Mount.Bind(source, "/mapped", Set.of()).withOwners(Optional.of(IDS)));
        mounts.add(new Mount.Bind(source, "/ro", Set.of(Flag.READ_ONLY)).withOwners(Optional.of(IDS)));
        var result = containers.run(builder.mounts(mounts).build());
        assertThat(result.out()).contains("/plain/new: EACCES", "/mapped/new: ok", "/ro/new: EROFS");
        assertThat(result.out()).containsOnlyOnce("roots");
        assertThat(Files.getAttribute(source.resolve("new"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void aSecondProcessJoinsTheNamespaceWithTheSameIds() throws Exception {
        var container = containers.start(remapped(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build());
        var process = command("list:/proc/self/fd", "identity", "write:/dev/shm/x", "cat:/proc/self/uid_map")
                .credentials(new Credentials(7, 8, List.of(8)))
                .build();
        var exec = containers.launcher().exec(container, new ExecSpec(process, Stdio.pipes(), Optional.of(IDS)));
        var text = TestContainers.finish(exec.stdio(), exec.onExit().get(20, TimeUnit.SECONDS));
        assertThat(text.out())
                .contains("uid=7 gid=8 groups=8 host=probe", "/dev/shm/x: ok")
                .containsPattern("0 +100000 +65536");
        assertThat(text.out().lines().limit(3)).containsExactlyInAnyOrder("0", "1", "2");
    }

    @Test
    void terminalsInitAndLimitsWorkInside() throws Exception {
        var limits = List.of(new Rlimit(Rlimit.Resource.NOFILE, 123, 456));
        var spec = remapped(command("terminal", "cat:/proc/self/limits")
                        .rlimits(limits)
                        .build())
                .stdio(new Stdio.Terminal(Stdio.Input.OPEN, new WindowSize(24, 80)))
                .init(LaunchSpec.Init.DOCKER_INIT)
                .build();
        var out = containers.run(spec).out();
        assertThat(out).contains("tty /dev/pts/0 24 80").containsPattern("Max open files +123 +456");
    }

    @Test
    void nothingIsLeftWhenAStartFails() throws Exception {
        var builder = remapped(command("wait").build());
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.add(new Mount.Bind(Path.of("/nosuch"), "/x", Set.of()));
        var spec = builder.mounts(mounts).build();
        assertThatThrownBy(() -> containers.start(spec))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("clone the mounts under '/nosuch'");
        assertThat(spec.cgroup().directories())
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }

    @Test
    void devicesAreTheHostsAndOnlyWhereTheyCanBe() throws Exception {
        var device = new DeviceNode("/dev/my/zero", DeviceNode.Kind.CHARACTER, 1, 5, 0640, 0, 7);
        var spec = remapped(command("list:/dev", "mode:/dev/my/zero", "write:/dev/my/zero", "write:/dev/null")
                        .build())
                .devices(List.of(device))
                .build();
        assertThat(containers.run(spec).out())
                .contains("null\n", "zero\n", "pts\n", "shm\n", "/dev/my/zero: ok", "/dev/null: ok");
        var elsewhere = remapped(command("wait").build())
                .devices(List.of(DeviceNode.open("/zero", 1, 5)))
                .build();
        assertThatThrownBy(() -> containers.start(elsewhere)).hasMessageContaining("device /zero is not under /dev");
    }

    /** Raising a limit is a right on the host: whether there is one is up to the engine, not to the container. */
    @Test
    void limitsAreRaisedWithTheRightsOfTheEngine() throws Exception {
        var limits = List.of(new Rlimit(Rlimit.Resource.NOFILE, 1000, 900_000));
        boolean mayRaise = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) >>> 24 & 1) == 1);
        var spec = remapped(command("cat:/proc/self/limits").rlimits(limits).build())
                .build();
        if (mayRaise) {
            assertThat(containers.run(spec).out()).containsPattern("Max open files +1000 +900000");
        } else {
            assertThatThrownBy(() -> containers.start(spec))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("error setting rlimit type 7: operation not permitted");
        }
    }

    @Test
    void aDirectoryCanBeTheRoot() throws Exception {
        var builder = remapped(command("identity", "write:/tmp/x").build());
        var plain = builder.build();
        var spec = LaunchSpec.builder(
                        plain.id(),
                        plain.stateDirectory(),
                        new RootFilesystem.Directory(containers.image()),
                        plain.process())
                .userNamespace(plain.userNamespace().orElseThrow())
                .namespaces(plain.namespaces())
                .hostname("root")
                .cgroup(plain.cgroup())
                .output(LaunchSpec.Output.WHOLE)
                .build();
        assertThat(containers.run(spec).out()).contains("uid=0 gid=0", "host=root", "/tmp/x: ok");
        assertThat(Files.getAttribute(containers.image().resolve("tmp/x"), "unix:uid"))
                .isEqualTo(0);
    }

    @Test
    void nobodyHoldsNamespacesThatAreHeldByDescriptors() throws Exception {
        var namespaces = containers.launcher().holdNamespaces(directory, IDS);
        held.add(namespaces);
        networks.add(namespaces.takeNetwork());
        for (var child : ProcessHandle.current().children().toList()) {
            if (child.info().commandLine().orElse("").contains("hold-namespaces")) {
                child.onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aHolderThatCannotMakeTheNamespaceSaysWhy() {
        var elsewhere = new UserNamespace(Path.of("/proc/self/ns/uts"), IDS);
        assertThatThrownBy(() -> containers.launcher().holdNetwork(directory, elsewhere))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("make a user namespace");
        assertThat(directory.resolve("namespaces.sock")).doesNotExist();
    }

    private Map<String, String> outcomes(ProcessSpec process) throws Exception {
        var result = containers.run(remapped(process).build());
        var outcomes = new LinkedHashMap<String, String>();
        result.out().lines().filter(line -> line.contains(": ")).forEach(line -> {
            int colon = line.lastIndexOf(": ");
            outcomes.put(line.substring(0, colon), line.substring(colon + 2));
        });
        return outcomes;
    }

    /** With the namespaces that an engine would have made before. */
    private LaunchSpec.Builder remapped(ProcessSpec process) throws Exception {
        var builder = containers.container(process);
        var plain = builder.build();
        var namespaces = containers.launcher().holdNamespaces(plain.stateDirectory(), IDS);
        held.add(namespaces);
        var network = namespaces.takeNetwork();
        networks.add(network);
        network.call(() -> {
            Files.writeString(Path.of("/proc/sys/net/ipv4/ping_group_range"), "0 2147483647");
            Files.writeString(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"), "0");
            return true;
        });
        return builder.userNamespace(namespaces.user())
                .sysctls(Map.of())
                .namespaces(plain.namespaces()
                        .withNetwork(Namespace.join(network.fd().pathForOthers())));
    }
}
