package dev.jcompose.daemon.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.EngineDaemon;
import dev.jcompose.daemon.EngineOptions;
import dev.jcompose.daemon.differential.EngineSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client's options change of a container's isolation, and what a container made with none of them sees. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class IsolationOptionsTest {
    @TempDir
    private Path directory;

    private EngineDaemon daemon;
    private Probe probe;

    @BeforeEach
    void open() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "making containers needs root");
        var options = new EngineOptions(directory.resolve("engine"), Optional.empty());
        daemon = EngineDaemon.open(options);
        probe = new Probe(new EngineSocket(options.socket()), "probe");
    }

    @AfterEach
    void close() throws Exception {
        if (probe != null) {
            probe.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void withoutOptionsAContainerSeesItselfOnly() throws Exception {
        var result = probe.run("views", "identity");
        var seen = result.findings();
        assertThat(seen)
                .containsEntry("interfaces", "eth0 lo")
                .containsEntry("processes", "1")
                .containsEntry("descriptors", "0 1 2")
                .containsEntry("terminals", "ptmx")
                .containsEntry("status CapInh", "0000000000000000")
                .containsEntry("status CapEff", "00000000a80425fb")
                .containsEntry("status CapBnd", "00000000a80425fb")
                .containsEntry("status Seccomp_filters", "1")
                .containsEntry("status Umask", "0022")
                .containsEntry("status SigIgn", "0000000000000000")
                .containsEntry("setting /proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
        assertThat(seen.get("setting /proc/sys/net/ipv6/conf/eth0/accept_ra"))
                .as("a neighbour's router advertisement is not believed (CVE-2020-13401)")
                .isIn("0", "ENOENT");
        assertThat(result.out())
                .contains(" host=" + result.id().substring(0, 12) + " ")
                .contains("umask=022");
        assertThat(seen.values()).noneMatch(how -> how.contains(" shared") || how.contains(" slave"));
        assertThat(seen.keySet())
                .filteredOn(what -> what.startsWith("mount /etc"))
                .containsExactlyInAnyOrder("mount /etc/hosts", "mount /etc/hostname", "mount /etc/resolv.conf");
    }

    @Test
    void noMountNamesADirectoryOfTheHostButTheContainersOwnFiles() throws Exception {
        var result = probe.run("cat:/proc/self/mountinfo");
        var revealing = result.out()
                .lines()
                .filter(line -> line.contains(directory.toString()))
                .filter(line -> !line.contains(" - overlay ") && !line.contains(" - cgroup"))
                .filter(line -> !line.matches("\\d+ \\d+ \\S+ \\S+ /etc/(hosts|hostname|resolv.conf) .*"));
        assertThat(revealing).isEmpty();
    }

    @Test
    void aContainersNameAndAddressStandInItsHostsFile() throws Exception {
        var result = probe.run("cat:/etc/hosts", "cat:/proc/net/fib_trie");
        String line = result.out()
                .lines()
                .filter(each -> each.endsWith("\t" + result.id().substring(0, 12)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.out()));
        assertThat(result.out())
                .as("the kernel knows the address as the container's own")
                .containsPattern("\\|-- " + Pattern.quote(line.split("\t")[0]) + "\\s+/32 host LOCAL");
    }

    @Test
    void oneCapabilityOpensWhatItIsForAndNothingElse() throws Exception {
        assertThat(probe.runWith("\"CapAdd\":[\"SYS_ADMIN\"]", "isolation").findings())
                .containsEntry("mount", "ok")
                .containsEntry("sethostname", "ok")
                .containsEntry("unshare mount", "ok")
                .containsEntry("open mem", "EPERM")
                .containsEntry("link up", "EPERM")
                .containsEntry("reboot", "EPERM");
        assertThat(probe.runWith("\"CapAdd\":[\"net_admin\"]", "isolation").findings())
                .containsEntry("link up", "ok")
                .containsEntry("mount", "EPERM");
        assertThat(probe.runWith("\"CapDrop\":[\"ALL\"]", "views", "isolation").findings())
                .containsEntry("status CapBnd", "0000000000000000")
                .containsEntry("raw icmp", "EPERM")
                .containsEntry("chroot", "EPERM")
                .containsEntry("mknod null", "EPERM")
                .containsEntry("port 80 as user", "EPERM");
    }

    @Test
    void aPrivilegedContainerIsNotHeldBack() throws Exception {
        var findings =
                probe.runWith("\"Privileged\":true", "views", "isolation").findings();
        assertThat(findings)
                .containsEntry("mount", "ok")
                .containsEntry("unshare user", "ok")
                .containsEntry("link up", "ok")
                .containsEntry("core_pattern", "ok")
                .containsEntry("drop_caches", "ok")
                .containsEntry("status Seccomp", "0");
        assertThat(List.of("open mem", "open null", "userfaultfd", "bpf", "reboot"))
                .as("what the kernel has of them is allowed")
                .allSatisfy(what -> assertThat(findings.get(what)).isNotEqualTo("EPERM"));
        assertThat(findings.get("read /proc/interrupts")).isEqualTo("content");
        assertThat(findings.get("list /sys/firmware")).isNotEqualTo("empty");
        assertThat(findings.get("cgroup memory/cgroup.procs")).isIn("ok", "ENOENT");
        assertThat(findings.get("devices")).contains("kmsg");
        assertThat(findings.get("terminals")).as("not the host's").isEqualTo("ptmx");
    }

    @Test
    void withoutAFilterOnlyCapabilitiesAndLimitsHold() throws Exception {
        assertThat(probe.runWith("\"SecurityOpt\":[\"seccomp=unconfined\"]", "isolation")
                        .findings())
                .containsEntry("unshare user", "ok")
                .containsEntry("io_uring_setup", "EFAULT")
                .containsEntry("keyctl", "EINVAL")
                .containsEntry("mount", "EPERM")
                .containsEntry("open mem", "EPERM")
                .containsEntry("core_pattern", "EROFS");
    }

    @Test
    void openSystemPathsShowTheKernelButGiveNoRights() throws Exception {
        var findings = probe.runWith("\"SecurityOpt\":[\"systempaths=unconfined\"]", "views", "isolation")
                .findings();
        assertThat(findings)
                .containsEntry("read /proc/interrupts", "content")
                .containsEntry("core_pattern", "ok")
                .containsEntry("mount", "EPERM")
                .containsEntry("ksm", "EROFS");
    }

    @Test
    void aReadOnlyRootLeavesOnlyTheTemporaryFileSystemsWritable() throws Exception {
        assertThat(probe.runWith(
                                "\"ReadonlyRootfs\":true,\"Tmpfs\":{\"/scratch\":\"\"}",
                                "isolation",
                                "write:/scratch/new",
                                "write:/dev/new")
                        .findings())
                .containsEntry("write /", "EROFS")
                .containsEntry("write /dev/shm", "ok")
                .containsEntry("/scratch/new", "ok")
                .containsEntry("/dev/new", "ok");
    }

    @Test
    void anotherUserHasNoCapabilitiesInEffect() throws Exception {
        assertThat(probe.run("\"User\":\"1000\"", "", List.of("/probe"), "views", "isolation")
                        .findings())
                .containsEntry("status CapEff", "0000000000000000")
                .containsEntry("status CapPrm", "0000000000000000")
                .containsEntry("status CapBnd", "00000000a80425fb")
                .containsEntry("status Groups", "0")
                .containsEntry("chroot", "EPERM")
                .containsEntry("mknod null", "EPERM")
                .containsEntry("raw icmp", "EPERM")
                .containsEntry("ping as user", "ok")
                .containsEntry("port 80 as user", "ok")
                .containsEntry("write /", "EACCES");
    }

    @Test
    void newPrivilegesCanBeForbidden() throws Exception {
        var setuid = List.of("/setuid", "effective");
        assertThat(probe.run("\"User\":\"1000\"", "", setuid).out()).isEqualTo("uid=1000 euid=0\n");
        assertThat(probe.run("\"User\":\"1000\"", "\"SecurityOpt\":[\"no-new-privileges\"]", setuid)
                        .out())
                .isEqualTo("uid=1000 euid=1000\n");
    }

    @Test
    void limitsOfProcessesMemoryAndProcessorsHold() throws Exception {
        assertThat(probe.runWith("\"PidsLimit\":5", "forks").out()).isEqualTo("4 EAGAIN\n");
        assertThat(probe.runWith("\"Memory\":16777216,\"MemorySwap\":16777216", "eat:64", "exit:1")
                        .code())
                .isEqualTo(137);
        String[] burnt =
                probe.runWith("\"NanoCpus\":500000000", "burn:2").out().strip().split(" of ");
        // The kernel grants a quota in slices, so a little more than the half is possible.
        assertThat(Double.parseDouble(burnt[0]) / Double.parseDouble(burnt[1])).isLessThan(0.6);
    }

    /** CVE-2018-15664: the archive routes work on a tree that its owner changes at the same time. */
    @Test
    void aLinkThatAppearsDuringACopyIsNotFollowedToTheHost() throws Exception {
        var secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("file"), "of the host");
        String id = probe.start("", "", List.of("/probe"), "flip:/tmp/target,../../../../../../../.." + secret);
        try {
            probe.awaitOutput(id, "flipping");
            for (int i = 0; i < 200; i++) {
                assertThat(probe.archive(id, "/tmp/target/file")).doesNotContain("of the host");
                assertThat(probe.archive(id, "/tmp/target")).doesNotContain("of the host");
            }
        } finally {
            probe.remove(id);
        }
    }

    /** CVE-2020-15257, CVE-2025-9074: nothing of the engine's is to be reached from a network namespace alone. */
    @Test
    void theEngineListensOnPathsOnly() throws Exception {
        String id = probe.start("", "\"NetworkMode\":\"host\"", List.of("/probe"), "wait");
        try {
            int pid = probe.inspect(id).objectOrEmpty("State").integerOrZero("Pid");
            var sockets = new java.util.TreeSet<String>();
            long supervisor =
                    ProcessHandle.of(pid).orElseThrow().parent().orElseThrow().pid();
            for (long process :
                    List.of(supervisor, (long) pid, ProcessHandle.current().pid())) {
                try (var descriptors = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
                    for (var descriptor : descriptors.toList()) {
                        if (Files.isSymbolicLink(descriptor)) {
                            sockets.add(Files.readSymbolicLink(descriptor).toString());
                        }
                    }
                }
            }
            for (String line : Files.readAllLines(Path.of("/proc/net/unix"))) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 7 && sockets.contains("socket:[" + words[6] + "]")) {
                    assertThat(words[7]).as("an abstract name").doesNotStartWith("@");
                }
            }
            for (String family : List.of("tcp", "tcp6")) {
                for (String line : Files.readAllLines(Path.of("/proc/net", family))) {
                    String[] words = line.strip().split("\\s+");
                    boolean listens = words[3].equals("0A");
                    assertThat(listens && sockets.contains("socket:[" + words[9] + "]"))
                            .as(line)
                            .isFalse();
                }
            }
        } finally {
            probe.remove(id);
        }
    }
}
