package dev.jcompose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Packs this machine's shell, a few commands and the libraries they need as a root file system, once a JVM. */
final class TinyImage {
    private static final List<String> COMMANDS =
            List.of("sh", "sleep", "cat", "ls", "true", "false", "id", "touch", "rm");
    private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");
    private static final Path ARCHIVE = pack();

    private TinyImage() {}

    /** A tar archive; deleted when the JVM ends. */
    static Path archive() {
        return ARCHIVE;
    }

    private static Path pack() {
        try {
            var rootfs = Files.createTempDirectory("jcompose-tiny");
            for (var command : COMMANDS) {
                var file = which(command);
                copy(file, rootfs.resolve("bin").resolve(command));
                var libraries = LIBRARY.matcher(output("ldd", file.toString()));
                while (libraries.find()) {
                    var library = Path.of(libraries.group(1));
                    copy(library, rootfs.resolve(Path.of("/").relativize(library)));
                }
            }
            Files.createDirectories(rootfs.resolve("tmp"));
            Files.createDirectories(rootfs.resolve("etc"));
            Files.writeString(rootfs.resolve("etc/passwd"), "root:x:0:0:root:/:/bin/sh\n");
            Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\n");
            var archive = Files.createTempFile("jcompose-tiny", ".tar");
            archive.toFile().deleteOnExit();
            output("tar", "-C", rootfs.toString(), "-cf", archive.toString(), ".");
            try (var left = Files.walk(rootfs)) {
                for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            return archive;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("cannot pack a root file system from this machine's commands", e);
        }
    }

    private static Path which(String command) throws IOException, InterruptedException {
        return Path.of(output("sh", "-c", "command -v \"$0\"", "/bin/" + command)
                        .strip())
                .toRealPath();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
