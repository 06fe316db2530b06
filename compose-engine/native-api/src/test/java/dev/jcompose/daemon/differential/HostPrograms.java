package dev.jcompose.daemon.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A root file system of a few programs of this machine, with the libraries that they need: an image without a registry. */
public final class HostPrograms {
    private static final List<String> PROGRAMS = List.of("sh", "cat", "echo", "sleep", "true", "ls", "rm", "id", "pwd");
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

    private HostPrograms() {}

    /** A tar with {@code /bin}, the libraries, {@code /etc/passwd} and {@code /tmp}. */
    public static byte[] rootfs() throws IOException, InterruptedException {
        Set<Path> libraries = new LinkedHashSet<>();
        for (String program : PROGRAMS) {
            libraries.addAll(libraries(Path.of("/bin", program)));
        }
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            Set<String> directories = new TreeSet<>(Set.of("bin/", "etc/", "tmp/"));
            for (Path library : libraries) {
                for (Path up = library.getParent(); up != null && up.getNameCount() > 0; up = up.getParent()) {
                    directories.add(up.toString().substring(1) + "/");
                }
            }
            for (String directory : directories) {
                var entry = new TarArchiveEntry(directory);
                entry.setMode(directory.equals("tmp/") ? 01777 : 0755);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            for (String program : PROGRAMS) {
                add(tar, "bin/" + program, Files.readAllBytes(Path.of("/bin", program)));
            }
            for (Path library : libraries) {
                add(tar, library.toString().substring(1), Files.readAllBytes(library));
            }
            add(tar, "etc/passwd", "root:x:0:0:root:/root:/bin/sh\n".getBytes(StandardCharsets.UTF_8));
            add(tar, "etc/group", "root:x:0:\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setMode(0755);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static Set<Path> libraries(Path program) throws IOException, InterruptedException {
        Process ldd = new ProcessBuilder("ldd", program.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ldd.waitFor();
        Set<Path> found = new LinkedHashSet<>();
        Matcher library = LIBRARY.matcher(output);
        while (library.find()) {
            found.add(Path.of(library.group(1)));
        }
        return found;
    }
}
