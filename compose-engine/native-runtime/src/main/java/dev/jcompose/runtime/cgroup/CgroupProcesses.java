package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Pidfd;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The processes in a container's cgroups: to list, to kill, and to clean up after.
 *
 * @param directories one for each hierarchy
 * @param unified the one in the cgroup2 file system, where there is one
 */
public record CgroupProcesses(List<Path> directories, Optional<Path> unified) {
    private static final int SIGKILL = 9;
    private static final int REMOVE_ATTEMPTS = 200;
    private static final long REMOVE_PAUSE_NANOS = 500_000;

    public CgroupProcesses {
        directories = List.copyOf(directories);
    }

    /** Whether any of the directories exists. */
    public boolean exists() {
        return directories.stream().anyMatch(Files::isDirectory);
    }

    /** All processes, those in nested cgroups included, by number. */
    public List<Integer> list() throws IOException {
        var pids = new ArrayList<Integer>();
        for (Path cgroup : tree(membership())) {
            try {
                Files.readAllLines(cgroup.resolve("cgroup.procs")).forEach(pid -> pids.add(Integer.valueOf(pid)));
            } catch (NoSuchFileException e) {
                // A nested cgroup that went away since the tree was listed has no processes.
            }
        }
        return pids.stream().filter(pid -> pid != 0).sorted().toList();
    }

    /** Kills every process; where the kernel has cgroup.kill (5.14), also those that are being forked right now. */
    public void kill() throws IOException {
        Optional<Path> kill = unified.map(path -> path.resolve("cgroup.kill"));
        if (kill.isPresent() && Files.exists(kill.get())) {
            Files.writeString(kill.get(), "1");
            return;
        }
        for (var pids = list(); !pids.isEmpty(); pids = list()) {
            for (int pid : pids) {
                killOne(pid);
            }
        }
    }

    /**
     * Removes the directories and those the container made beneath.
     *
     * @throws IOException when processes are left in it
     */
    public void remove() throws IOException {
        for (Path path : directories) {
            for (Path nested : tree(path).reversed()) {
                removeWhenReleased(nested);
            }
        }
    }

    /** The directory whose cgroup.procs lists the container's processes. */
    private Path membership() {
        return unified.or(() -> directories.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("this host has no cgroup hierarchy"));
    }

    private static void killOne(int pid) throws IOException {
        try (var process = Pidfd.open(pid)) {
            process.send(SIGKILL);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ESRCH)) {
                throw e;
            }
        }
    }

    /** Parents before children. */
    private static List<Path> tree(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(Files::isDirectory)
                    .sorted(Comparator.comparingInt(Path::getNameCount))
                    .toList();
        }
    }

    /** A cgroup stays busy for some 500 microseconds after its last process was reaped; the kernel sends no event. */
    private static void removeWhenReleased(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                Files.deleteIfExists(path);
                return;
            } catch (DirectoryNotEmptyException e) {
                throw e;
            } catch (FileSystemException e) {
                if (attempt == REMOVE_ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(REMOVE_PAUSE_NANOS);
            }
        }
    }
}
