package dev.jcompose.e2e;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an engine could leave behind on this machine, by kind. Lists rather than counts, so that a failure names what is
 * left.
 */
record HostState(
        Collection<String> mounts,
        Collection<String> networkNamespaces,
        Collection<String> links,
        Collection<String> cgroups,
        Collection<String> processes,
        Collection<String> files,
        int engineDescriptors) {

    /** Of the whole machine, and of the engine with this process and state root. */
    static HostState of(ProcessHandle engine, Path root) throws IOException {
        var proc = Path.of("/proc");
        var namespaces = new TreeSet<String>();
        SequencedMap<Long, String> processes = new TreeMap<>();
        try (var entries = Files.list(proc)) {
            for (var entry : entries.toList()) {
                var name = entry.getFileName().toString();
                if (!name.chars().allMatch(Character::isDigit)) {
                    continue;
                }
                try {
                    namespaces.add(
                            Files.readSymbolicLink(entry.resolve("ns/net")).toString());
                    var command = Files.readString(entry.resolve("cmdline")).replace('\0', ' ');
                    if (command.contains(root.toString()) || descendsFrom(engine, Long.parseLong(name))) {
                        processes.put(Long.parseLong(name), command);
                    }
                } catch (IOException e) {
                    // It ended while we looked, or it is guarded even from root and so no process of an engine.
                    if (Files.exists(entry) && !(e instanceof AccessDeniedException)) {
                        throw e;
                    }
                }
            }
        }
        return new HostState(
                lines(proc.resolve("self/mountinfo")),
                List.of(String.valueOf(namespaces.size())),
                lines(proc.resolve("net/dev")).stream()
                        .filter(line -> line.contains(":"))
                        .map(line -> line.substring(0, line.indexOf(':')).strip())
                        .sorted()
                        .toList(),
                tree(Path.of("/sys/fs/cgroup"), "jcompose"),
                processes.values(),
                tree(root, ""),
                descriptors(engine));
    }

    private static boolean descendsFrom(ProcessHandle engine, long pid) {
        return engine.descendants().anyMatch(child -> child.pid() == pid);
    }

    private static int descriptors(ProcessHandle engine) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(engine.pid()), "fd"))) {
            return (int) all.count();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    /** Every folder and file below {@code root} whose path contains {@code word}; logs grow, so they are left out. */
    private static List<String> tree(Path root, String word) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(path -> root.equals(Path.of("/sys/fs/cgroup")) ? Files.isDirectory(path) : true)
                    .map(Path::toString)
                    .filter(path -> path.contains(word))
                    .sorted()
                    .toList();
        }
    }
}
