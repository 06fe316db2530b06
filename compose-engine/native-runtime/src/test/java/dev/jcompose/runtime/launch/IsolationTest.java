package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.seccomp.SeccompProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a container can and cannot do; the expectations are Docker's, except that AF_ALG and /proc/interrupts are closed. */
@Timeout(60)
class IsolationTest extends ContainerTest {
    @Test
    void aDefaultContainerCannotLeaveItsPlace() throws Exception {
        var expected = new LinkedHashMap<String, String>();
        expect(expected, "EPERM", "mount", "mount cgroup", "bind", "umount /proc", "remount /", "remount /sys");
        expect(expected, "EPERM", "fsopen", "open_tree", "move_mount", "mount_setattr", "pivot_root");
        expect(expected, "ok", "chroot");
        expect(expected, "EPERM", "unshare user", "unshare mount", "unshare net", "unshare pid", "unshare uts");
        expect(expected, "EPERM", "unshare ipc", "unshare cgroup", "unshare fs", "clone user");
        expect(expected, "ENOSYS", "clone3");
        expect(expected, "EPERM", "setns net", "sethostname", "setdomainname", "clock_settime", "adjtimex");
        expect(expected, "EPERM", "reboot", "swapon", "init_module", "kexec_load", "bpf", "perf_event_open");
        expect(expected, "EPERM", "finit_module", "delete_module");
        expect(expected, "ok", "name_to_handle_at");
        expect(expected, "EPERM", "userfaultfd", "io_uring_setup", "keyctl", "add_key", "request_key");
        expect(expected, "EPERM", "open_by_handle_at", "syslog", "acct", "quotactl", "kcmp", "vhangup", "mbind");
        expect(expected, "EPERM", "fanotify_init", "get_mempolicy", "lookup_dcookie");
        expect(expected, "ok", "ptrace", "process_vm_readv");
        expect(expected, "EPERM", "personality change");
        expect(expected, "ok", "personality query");
        expect(expected, "ENOSYS", "syscall 600", "syscall 999");
        expect(expected, "EPERM", "vsock", "alg");
        expect(expected, "ok", "raw icmp", "packet", "ping as user", "port 80 as user");
        expect(expected, "EPERM", "sndbufforce", "link up");
        expect(expected, "ok", "mknod null", "open null", "mknod mem", "mknod disk");
        expect(expected, "EPERM", "open mem", "open disk", "open fuse");
        expect(expected, "EACCES", "nice");
        expect(expected, "EPERM", "raise nofile");
        expect(expected, "EACCES", "oom_score_adj");
        expect(expected, "EPERM", "setresuid back", "kmsg");
        expect(expected, "EROFS", "core_pattern", "drop_caches", "ip_forward");
        expect(expected, "EROFS", "ksm");
        expect(expected, "ENOTTY", "tiocsti");
        expect(expected, "ENOENT", "dev kmsg");
        expect(expected, "ok", "write /", "write /dev/shm");
        var actual = outcomes(containers
                .run(containers.container(command("isolation").build()).build())
                .out());
        assertThat(actual).containsAllEntriesOf(expected);
        assertThat(actual).hasEntrySatisfying("sysrq", IsolationTest::isReadOnly);
        assertThat(actual).hasEntrySatisfying("irq", IsolationTest::isReadOnly);
        assertThat(actual).hasEntrySatisfying("power", IsolationTest::isReadOnly);
        assertThat(actual.keySet())
                .filteredOn(name -> name.startsWith("cgroup "))
                .hasSize(6);
        actual.forEach((name, outcome) -> {
            if (name.startsWith("cgroup ")) {
                isReadOnly(outcome);
            }
        });
        if (System.getProperty("os.arch").equals("amd64")) {
            assertThat(actual).containsEntry("iopl", "EPERM").containsEntry("ioperm", "EPERM");
            assertThat(actual.get("x32 getpid")).isIn("EPERM", "ENOSYS");
        }
    }

    private static void isReadOnly(String outcome) {
        assertThat(outcome).isIn("EROFS", "ENOENT");
    }

    @Test
    void onCgroup2AFilterJudgesDevicesAndTheContainerSeesItsOwnTreeOnly() throws Exception {
        try (var unified = TestContainers.unifiedIn(Files.createDirectory(directory.resolve("unified")))) {
            var spec = unified.container(
                            command("isolation", "cat:/proc/self/cgroup").build())
                    .build();
            assertThat(spec.cgroup().deviceFilter()).isPresent();
            var out = unified.run(spec).out();
            assertThat(out.lines())
                    .contains("mknod null: ok", "open mem: EPERM", "open disk: EPERM", "open fuse: EPERM")
                    .contains("0::/");
            assertThat(spec.cgroup().directories())
                    .hasSize(1)
                    .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
        }
    }

    @Test
    void anImageCannotPutLinksUnderTheKernelsFileSystems() throws Exception {
        for (String name : List.of("proc", "sys")) {
            var link = containers.image().resolve(name);
            Files.createSymbolicLink(link, Path.of("tmp"));
            var spec = containers.container(command("identity").build()).build();
            assertThatThrownBy(() -> containers.start(spec))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("/" + name)
                    .hasMessageContaining("link");
            Files.delete(link);
        }
    }

    @Test
    void aLinkedDevIsMountedInsideTheContainer() throws Exception {
        Files.createSymbolicLink(containers.image().resolve("dev"), Path.of("/tmp/../../tmp/devices"));
        assertThat(lines("list:/tmp/devices")).contains("null", "pts");
        Files.delete(containers.image().resolve("dev"));
    }

    @Test
    void theHelperCannotBeOverwritten() throws Exception {
        var container = containers.start(containers
                .container(command("wait").build())
                .init(LaunchSpec.Init.DOCKER_INIT)
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build());
        var program = Path.of("/proc/" + container.pid() + "/exe");
        assertThat(Files.readSymbolicLink(program).toString()).contains("memfd");
        assertThatThrownBy(() -> Files.write(program, new byte[] {0})).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void capabilitiesOpenWhatTheyAreFor() throws Exception {
        var admin = Capabilities.adjust(List.of("SYS_ADMIN"), List.of(), new Capabilities(-1L));
        var process = command("isolation")
                .capabilities(admin)
                .seccomp(SeccompProfile.defaultFor(admin))
                .build();
        var actual =
                outcomes(containers.run(containers.container(process).build()).out());
        assertThat(actual)
                .containsEntry("mount", "ok")
                .containsEntry("unshare mount", "ok")
                .containsEntry("sethostname", "ok")
                .containsEntry("open mem", "EPERM")
                .containsEntry("reboot", "EPERM");
    }

    @Test
    void onlyStandardStreamsAreOpen() throws Exception {
        assertThat(lines("list:/proc/self/fd")).containsExactlyInAnyOrder("0", "1", "2");
    }

    @Test
    void devHoldsWhatDockerPutsThere() throws Exception {
        assertThat(lines("list:/dev"))
                .filteredOn(name -> !name.equals("core")) // a link to /proc/kcore, where the kernel has that
                .containsExactlyInAnyOrder(
                        "null", "zero", "full", "random", "urandom", "tty", "fd", "stdin", "stdout", "stderr", "ptmx",
                        "pts", "shm", "mqueue");
        assertThat(lines("list:/dev/pts")).containsExactly("ptmx");
    }

    @Test
    void onlyOwnProcessesAndDevicesAreSeen() throws Exception {
        assertThat(lines("list:/proc"))
                .filteredOn(name -> name.matches("[0-9]+"))
                .containsExactly("1");
        assertThat(lines("list:/sys/class/net")).containsExactly("lo");
    }

    @Test
    void maskedFilesReadAsEmpty() throws Exception {
        var views = lines("views");
        for (String file : List.of("kcore", "keys", "timer_list", "sched_debug", "latency_stats", "interrupts")) {
            assertThat(views).containsAnyOf("read /proc/" + file + ": empty", "read /proc/" + file + ": ENOENT");
        }
        for (String folder :
                List.of("/proc/acpi", "/proc/scsi", "/proc/asound", "/sys/firmware", "/sys/devices/virtual/powercap")) {
            assertThat(views).containsAnyOf("list " + folder + ": empty", "list " + folder + ": ENOENT");
        }
    }

    @Test
    void noMountShowsThroughOrSpreads() throws Exception {
        var mounts = lines("cat:/proc/self/mountinfo");
        assertThat(mounts).noneMatch(line -> line.contains("shared:") || line.contains("master:"));
        // Bind mounts of cgroup v1 show their directory in the hierarchy, as under Docker.
        assertThat(mounts)
                .filteredOn(line -> !line.contains(" - cgroup") && !line.contains(" - overlay "))
                .noneMatch(line -> line.contains(directory.toString()));
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }

    @Test
    void statusShowsTheDefaultRights() throws Exception {
        assertThat(lines("cat:/proc/self/status"))
                .contains("CapInh:\t0000000000000000", "CapPrm:\t00000000a80425fb", "CapEff:\t00000000a80425fb")
                .contains("CapBnd:\t00000000a80425fb", "CapAmb:\t0000000000000000")
                .contains("Seccomp:\t2", "Seccomp_filters:\t1", "NoNewPrivs:\t0");
    }

    @Test
    void aWorkingDirectoryCannotBeALeakedDescriptor() throws Exception {
        for (int fd = 3; fd < 12; fd++) {
            var spec = containers
                    .container(command("identity")
                            .workingDirectory("/proc/self/fd/" + fd)
                            .build())
                    .build();
            assertThatThrownBy(() -> containers.run(spec))
                    .as("descriptor %d", fd)
                    .isInstanceOf(LaunchException.class);
        }
    }

    private List<String> lines(String... steps) throws Exception {
        return containers
                .run(containers.container(command(steps).build()).build())
                .out()
                .lines()
                .toList();
    }

    private static void expect(Map<String, String> expected, String outcome, String... names) {
        for (String name : names) {
            expected.put(name, outcome);
        }
    }

    private static Map<String, String> outcomes(String text) {
        var outcomes = new LinkedHashMap<String, String>();
        text.lines().map(line -> line.split(": ", 2)).forEach(pair -> outcomes.put(pair[0], pair[1]));
        assertThat(Arrays.asList("mount", "write /dev/shm")).allMatch(outcomes::containsKey);
        return outcomes;
    }
}
