package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.launch.Mount.Filesystem;
import dev.jcompose.runtime.launch.Mount.Flag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What every container gets, as Docker has it, unless its configuration says otherwise. */
public final class ContainerDefaults {
    /** Size of /dev/shm in bytes. */
    public static final long SHM_SIZE = 64L << 20;

    /** The device files of /dev. */
    public static final List<DeviceNode> DEVICES = List.of(
            DeviceNode.open("/dev/null", 1, 3),
            DeviceNode.open("/dev/zero", 1, 5),
            DeviceNode.open("/dev/full", 1, 7),
            DeviceNode.open("/dev/random", 1, 8),
            DeviceNode.open("/dev/urandom", 1, 9),
            DeviceNode.open("/dev/tty", 5, 0));

    /** Paths nobody can write to, whatever their rights; none with {@code systempaths=unconfined} or privileged. */
    public static final List<String> READ_ONLY_PATHS =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** Set in a private network namespace, before the user's own. */
    public static final Map<String, String> NETWORK_SYSCTLS =
            Map.of("net.ipv4.ping_group_range", "0 2147483647", "net.ipv4.ip_unprivileged_port_start", "0");

    private static final List<String> MASKED_PATHS = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/firmware",
            "/sys/devices/virtual/powercap");
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private ContainerDefaults() {}

    /**
     * The kernel's file systems of a container: /proc, /dev with pts, shm and mqueue, /sys read-only. The cgroup mounts
     * come from {@link dev.jcompose.runtime.cgroup.CgroupLayout}, the volumes and files from the caller; a user's mount
     * on one of these targets replaces it.
     *
     * @param shmSize bytes
     */
    public static List<Mount> mounts(long shmSize) {
        var quiet = EnumSet.of(Flag.NO_SUID, Flag.NO_EXEC, Flag.NO_DEV);
        var sys = EnumSet.copyOf(quiet);
        sys.add(Flag.READ_ONLY);
        return List.of(
                new Filesystem("proc", "/proc", quiet, List.of()),
                new Filesystem(
                        "tmpfs", "/dev", Set.of(Flag.NO_SUID, Flag.STRICT_ATIME), List.of("mode=755", "size=65536k")),
                new Filesystem(
                        "devpts",
                        "/dev/pts",
                        EnumSet.of(Flag.NO_SUID, Flag.NO_EXEC),
                        List.of("newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
                new Filesystem("tmpfs", "/dev/shm", quiet, List.of("mode=1777", "size=" + shmSize)),
                new Filesystem("mqueue", "/dev/mqueue", quiet, List.of()),
                new Filesystem("sysfs", "/sys", sys, List.of()));
    }

    /** Paths that read as empty; none with {@code systempaths=unconfined} or privileged. Depends on the host's CPUs. */
    public static List<String> maskedPaths() {
        var paths = new ArrayList<>(MASKED_PATHS);
        try (Stream<Path> cpus = Files.list(CPUS)) {
            cpus.map(cpu -> cpu.resolve("thermal_throttle"))
                    .filter(Files::isDirectory)
                    .map(Path::toString)
                    .sorted()
                    .forEach(paths::add);
        } catch (IOException e) {
            throw new UncheckedIOException("list the CPUs in " + CPUS, e);
        }
        return List.copyOf(paths);
    }
}
