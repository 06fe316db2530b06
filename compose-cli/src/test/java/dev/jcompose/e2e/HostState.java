package dev.jcompose.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an engine could leave behind on this machine, by kind. Lists rather than counts, so that a failure names what is
 * left.
 *
 * @param processes supervisors and processes in containers, of any engine
 * @param networkNamespaces those that some process is in
 * @param files below the engine's state root
 * @param engineDescriptors how many file descriptors the engine has open
 */
record HostState(
        List<String> mounts,
        Collection<String> networkNamespaces,
        List<String> links,
        List<String> cgroups,
        List<String> processes,
        List<String> files,
        int engineDescriptors) {
    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** Of the whole machine, and of the engine with this process and state root. */
    static HostState of(ProcessHandle engine, Path root) throws IOException {
        var namespaces = new TreeSet<String>();
        var processes = new TreeSet<String>();
        for (var process : list(PROC, path -> path.getFileName().toString().matches("\\d+"))) {
            try {
                namespaces.add(Files.readSymbolicLink(process.resolve("ns/net")).toString());
                if (isOurs(process)) {
                    processes.add(process.getFileName() + " "
                            + Files.readString(process.resolve("cmdline")).replace('\0', ' '));
                }
            } catch (AccessDeniedException | NoSuchFileException e) {
                // One that even root may not look at is no engine's; one that has ended meanwhile is not left over.
            }
        }
        return new HostState(
                Files.readAllLines(PROC.resolve("self/mountinfo")),
                namespaces,
                Files.readAllLines(PROC.resolve("net/dev")).stream()
                        .filter(line -> line.contains(":"))
                        .map(line -> line.substring(0, line.indexOf(':')).strip())
                        .sorted()
                        .toList(),
                below(CGROUPS, path -> path.toString().contains("jcompose") && Files.isDirectory(path)),
                List.copyOf(processes),
                below(root, path -> true),
                list(PROC.resolve(Long.toString(engine.pid())).resolve("fd"), path -> true)
                        .size());
    }

    /** A supervisor runs from a file in memory, what it supervises in a control group of the engine. */
    private static boolean isOurs(Path process) throws IOException {
        return Files.readSymbolicLink(process.resolve("exe")).toString().contains("jcompose-helper")
                || Files.readString(process.resolve("cgroup")).contains("/jcompose/");
    }

    private static List<Path> list(Path directory, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(wanted).toList();
        }
    }

    private static List<String> below(Path top, Predicate<Path> wanted) throws IOException {
        while (true) {
            try (Stream<Path> tree = Files.walk(top)) {
                return tree.filter(wanted).map(Path::toString).sorted().toList();
            } catch (UncheckedIOException e) {
                if (!(e.getCause()
                        instanceof NoSuchFileException)) { // else it was taken away while we looked: look again
                    throw e;
                }
            }
        }
    }
}
