package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The files of a container's state directory that belong to the launcher and the supervisor. */
final class StateFiles {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int SIGNAL_BITS = 0x7f;
    private static final int SIGNAL_BASE = 128;

    private StateFiles() {}

    static Path controlSocket(Path stateDirectory) {
        return stateDirectory.resolve("control.sock");
    }

    static Path execSocket(Path stateDirectory, long number) {
        return stateDirectory.resolve("exec-" + number + ".sock");
    }

    static Path holderSocket(Path stateDirectory) {
        return stateDirectory.resolve("namespaces.sock");
    }

    static Path exitRecord(Path stateDirectory) {
        return stateDirectory.resolve("exit");
    }

    /** An empty directory that the overlay covers, in the container's mount namespace only. */
    static Path mountPoint(Path stateDirectory) {
        return stateDirectory.resolve("rootfs");
    }

    /**
     * What is needed to find a container again.
     *
     * @param bootId of the boot it was started in: after another one nothing of it can be left
     */
    record Launched(String id, String bootId, List<Path> cgroups, Optional<Path> unified) {}

    /** Forgets an earlier run, and notes that the container is about to be started. */
    static void prepare(LaunchSpec spec) throws IOException {
        var directory = spec.stateDirectory();
        Files.deleteIfExists(exitRecord(directory));
        Files.deleteIfExists(controlSocket(directory));
        if (spec.root() instanceof RootFilesystem.Overlay && !Files.isDirectory(mountPoint(directory))) {
            Files.createDirectory(mountPoint(directory));
        }
        var lines = new ArrayList<String>();
        lines.add("id " + spec.id());
        lines.add("boot " + Files.readString(BOOT_ID).strip());
        CgroupPlan cgroup = spec.cgroup();
        for (Path path : cgroup.directories()) {
            lines.add((cgroup.unified().filter(path::equals).isPresent() ? "unified " : "cgroup ") + path);
        }
        // Not synced: a machine that crashes takes along everything this file could lead to.
        var temporary = directory.resolve("launched.tmp");
        Files.write(temporary, lines);
        Files.move(temporary, launched(directory), StandardCopyOption.ATOMIC_MOVE);
    }

    static Optional<Launched> readLaunched(Path stateDirectory) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(launched(stateDirectory));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        var id = "";
        var boot = "";
        var cgroups = new ArrayList<Path>();
        Optional<Path> unified = Optional.empty();
        for (String line : lines) {
            var value = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
                case "id" -> id = value;
                case "boot" -> boot = value;
                case "cgroup" -> cgroups.add(Path.of(value));
                case "unified" -> {
                    cgroups.add(Path.of(value));
                    unified = Optional.of(Path.of(value));
                }
                default -> throw new IOException(launched(stateDirectory) + " has an unknown line: " + line);
            }
        }
        return Optional.of(new Launched(id, boot, cgroups, unified));
    }

    static boolean isFromThisBoot(Launched launched) throws IOException {
        return Files.readString(BOOT_ID).strip().equals(launched.bootId());
    }

    static Optional<ExitRecord> readExit(Path stateDirectory) throws IOException {
        Map<String, Long> fields = new HashMap<>();
        try {
            for (String line : Files.readAllLines(exitRecord(stateDirectory))) {
                int equals = line.indexOf('=');
                fields.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(exit(
                fields.getOrDefault("status", 0L).intValue(),
                fields.getOrDefault("oom", 0L) != 0,
                fields.getOrDefault("finished", 0L)));
    }

    /** From the status of wait(2). */
    static ExitRecord exit(int status, boolean oomKilled, long finishedNanos) {
        int signal = status & SIGNAL_BITS;
        int code = signal == 0 ? status >>> 8 & 0xff : SIGNAL_BASE + signal;
        return new ExitRecord(
                code, signal == 0 ? OptionalInt.empty() : OptionalInt.of(signal), oomKilled, instant(finishedNanos));
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static Path launched(Path stateDirectory) {
        return stateDirectory.resolve("launched");
    }
}
