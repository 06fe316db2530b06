package dev.jcompose.model.load;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Files that cannot be kept as text: {@code generated.txt} in the folder of a golden says how a copy of the folder is
 * completed, a step a line.
 *
 * <pre>
 * append 3 compose.yaml - x{i}\n      the text so many times; {i} counts from 0, {next} from 1; escapes as in Java
 * encode compose.yaml UTF-16LE        the file in another encoding
 * link a.yaml b.yaml                  a symbolic link and its target
 * folder sub                          an empty one
 * unreadable compose.yaml             a file that may not be read, even by root
 * executable bin/git                  a program
 * repository shop.git shop            a Git repository with what is in a folder, in one commit
 * </pre>
 */
final class GoldenInput {

    /** What only the kernel reads: not even root, to whom the permissions of other files mean nothing, may open them. */
    private static final List<Path> WRITE_ONLY =
            List.of(Path.of("/proc/sys/vm/compact_memory"), Path.of("/sys/bus/cpu/uevent"));

    private final Path folder;

    private GoldenInput(Path folder) {
        this.folder = folder;
    }

    /** The folder of a golden itself, or its completed copy in an empty directory. */
    static Path prepare(Path golden, Path directory) throws IOException, InterruptedException {
        Path steps = golden.resolve("generated.txt");
        if (!Files.exists(steps)) {
            return golden;
        }
        copy(golden, directory);
        var input = new GoldenInput(directory);
        for (String line : Files.readAllLines(steps)) {
            input.step(line);
        }
        return directory;
    }

    /** Links that lead out of a directory are nothing for those who delete it. */
    static void deleteLinks(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path link : tree.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
    }

    private void step(String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
            case "append" -> append(folder.resolve(words[2]), Integer.parseInt(words[1]), words[3].translateEscapes());
            case "encode" -> encode(folder.resolve(words[1]), Charset.forName(words[2]));
            case "link" -> Files.createSymbolicLink(folder.resolve(words[1]), Path.of(words[2]));
            case "folder" -> Files.createDirectory(folder.resolve(words[1]));
            case "unreadable" -> unreadable(folder.resolve(words[1]));
            case "executable" ->
                Files.setPosixFilePermissions(folder.resolve(words[1]), PosixFilePermissions.fromString("rwxr-xr-x"));
            case "repository" -> repository(folder.resolve(words[1]), folder.resolve(words[2]));
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static void append(Path file, int times, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < times; i++) {
                out.write(text.replace("{i}", Integer.toString(i)).replace("{next}", Integer.toString(i + 1)));
            }
        }
    }

    private static void encode(Path file, Charset charset) throws IOException {
        Files.write(file, Files.readString(file).getBytes(charset));
    }

    private static void unreadable(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        if (Files.isReadable(file)) {
            Path instead = WRITE_ONLY.stream()
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("root may read every file here"));
            Files.delete(file);
            Files.createSymbolicLink(file, instead);
        }
    }

    private static void repository(Path bare, Path content) throws IOException, InterruptedException {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/git")))
                .as("git is installed")
                .isTrue();
        git(content, "init", "--quiet", "-b", "main");
        git(content, "add", "-A");
        git(content, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "x");
        git(content, "clone", "--quiet", "--bare", ".", bare.toString());
    }

    private static void git(Path at, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", at.toString()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }
}
