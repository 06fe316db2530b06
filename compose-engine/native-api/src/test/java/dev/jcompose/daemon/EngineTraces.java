package dev.jcompose.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an engine could leave behind on this machine, by kind, and nothing of others. Lists rather than counts, so that a
 * failure names what is left.
 *
 * @param mounts below the state root
 * @param links network devices of the engine's group
 * @param cgroups of containers, by their ids
 * @param processes that descend from the daemon
 * @param files below the state root
 * @param descriptors of the daemon
 */
record EngineTraces(
        Collection<String> mounts,
        Collection<String> links,
        Collection<String> cgroups,
        Collection<Long> processes,
        Collection<String> files,
        int descriptors) {
    private static final Path DEVICES = Path.of("/sys/class/net");
    private static final int CGROUP_DEPTH = 4;

    /** @param containers ids of all that were ever made */
    static EngineTraces of(TestEngine daemon, int group, Set<String> containers) throws IOException {
        return new EngineTraces(
                Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                        .filter(line -> line.contains(daemon.root().toString()))
                        .toList(),
                links(group),
                cgroups(containers),
                daemon.handle().descendants().map(ProcessHandle::pid).collect(Collectors.toCollection(TreeSet::new)),
                names(daemon.root(), Integer.MAX_VALUE),
                names(Path.of("/proc", Long.toString(daemon.handle().pid()), "fd"), 1)
                        .size());
    }

    /** The number that all devices of an engine have in common, read from one of them. */
    static int groupOf(String device) throws IOException {
        return Integer.parseInt(Files.readString(DEVICES.resolve(device).resolve("netdev_group"))
                .strip());
    }

    /** Whether the engine holds no more than it did then. */
    boolean isNoMoreThan(EngineTraces before) {
        return before.mounts.containsAll(mounts)
                && before.links.containsAll(links)
                && before.cgroups.containsAll(cgroups)
                && before.processes.containsAll(processes)
                && before.files.containsAll(files)
                && descriptors <= before.descriptors;
    }

    private static List<String> links(int group) throws IOException {
        var found = new java.util.ArrayList<String>();
        for (String device : names(DEVICES, 1)) {
            try {
                if (groupOf(device) == group) {
                    found.add(device);
                }
            } catch (NoSuchFileException e) {
                // It went while we looked, or it is no device: the folder has files, too.
            } catch (IOException e) {
                // A device that is going has no group any more (EINVAL).
            }
        }
        return found;
    }

    private static Collection<String> cgroups(Set<String> containers) throws IOException {
        var left = new TreeSet<>(containers);
        left.retainAll(names(Path.of("/sys/fs/cgroup"), CGROUP_DEPTH).stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toSet()));
        return left;
    }

    /** Paths below, relative to it. */
    private static List<String> names(Path below, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(below, depth)) {
            return all.map(path -> below.relativize(path).toString())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return names(below, depth); // something went while we looked
            }
            throw e;
        }
    }
}
