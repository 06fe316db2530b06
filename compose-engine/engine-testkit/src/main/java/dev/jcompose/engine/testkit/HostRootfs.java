package dev.jcompose.engine.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A root file system of a few programs of this machine and the libraries they need: an image that nobody has to pull. */
public final class HostRootfs {
    private static final List<String> PROGRAMS = Stream.of(
                    "sh", "cat", "echo", "sleep", "ls", "mkdir", "stty", "true", "false", "id", "touch", "rm", "wc",
                    "getent")
            .map(name -> "/bin/" + name)
            .toList();
    private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");

    private HostRootfs() {}

    /**
     * Packs it.
     *
     * @throws IOException where a program is missing or not to be read
     */
    public static byte[] tar() throws IOException, InterruptedException {
        SequencedSet<String> files = new TreeSet<>(PROGRAMS);
        for (String program : PROGRAMS) {
            files.addAll(libraries(program));
        }
        SequencedSet<String> folders = new TreeSet<>(List.of("tmp/", "etc/", "dev/", "proc/", "sys/"));
        for (String file : files) {
            for (int slash = file.indexOf('/', 1); slash > 0; slash = file.indexOf('/', slash + 1)) {
                folders.add(file.substring(1, slash + 1));
            }
        }
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            for (String folder : folders) {
                tar.putArchiveEntry(new TarArchiveEntry(folder));
                tar.closeArchiveEntry();
            }
            for (String file : files) {
                byte[] content = Files.readAllBytes(Path.of(file).toRealPath());
                var entry = new TarArchiveEntry(file.substring(1));
                entry.setMode(0755);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> libraries(String program) throws IOException, InterruptedException {
        var process = new ProcessBuilder("ldd", program).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return LIBRARY.matcher(output)
                .results()
                .map(match -> match.group(1))
                .filter(path -> Files.exists(Path.of(path)))
                .toList();
    }
}
