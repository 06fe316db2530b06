package dev.jcompose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The built {@code jcompose} with an engine of its own: state below a fresh root, a project folder, and {@link #IMAGE}
 * loaded. {@link #close()} takes everything down again.
 */
final class Jcompose implements AutoCloseable {
    /** A root file system of this machine's shell and a few commands. */
    static final String IMAGE = "tiny:1";

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Path LAUNCHER =
            Path.of("target", "jcompose", "bin", "jcompose").toAbsolutePath();

    final Path root;
    final Path project;
    private final Path scratch;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Jcompose(Path scratch, Path root, Path project) {
        this.scratch = scratch;
        this.root = root;
        this.project = project;
    }

    /** An engine without images. */
    static Jcompose empty(String projectName) throws IOException {
        assumeTrue(Files.isExecutable(LAUNCHER), "the distribution is not built: run 'mvn verify', not 'mvn test'");
        assumeTrue("root".equals(System.getProperty("user.name")), "the native engine needs root");
        var scratch = Files.createTempDirectory("jcompose-e2e");
        return new Jcompose(
                scratch,
                Files.createDirectory(scratch.resolve("root")),
                Files.createDirectory(scratch.resolve(projectName)));
    }

    static Jcompose withImage(String projectName) throws IOException, InterruptedException {
        var jcompose = empty(projectName);
        jcompose.ok("image", "import", TinyImage.archive().toString(), IMAGE);
        return jcompose;
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(project.resolve(name), text);
    }

    /** Runs a command and expects exit code 0. */
    Result ok(String... arguments) throws IOException, InterruptedException {
        var result = run(arguments);
        assertThat(result.code()).as("%s%n%s", result.command(), result.all()).isZero();
        return result;
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        var process = start(arguments);
        var out = read(process.getInputStream());
        var err = read(process.getErrorStream());
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "no end within " + LIMIT + ": " + Arrays.toString(arguments) + "\n" + out.join() + err.join());
        }
        return new Result(String.join(" ", arguments), process.exitValue(), out.join(), err.join());
    }

    /** Starts a command in the project folder; its output is the caller's business. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString(), "--backend", "native"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(project.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COMPOSE_") || name.startsWith("DOCKER_"));
        builder.environment().put("JCOMPOSE_ROOT", root.toString());
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        return builder.start();
    }

    /** The engine's process, while it runs. */
    ProcessHandle engine() throws IOException {
        var pid =
                Long.parseLong(Files.readString(root.resolve("run/engine.pid")).strip());
        return ProcessHandle.of(pid).orElseThrow(() -> new AssertionError("no engine process " + pid));
    }

    /** {@code kill -9} of the engine, and nothing else. */
    void killEngine() throws IOException {
        var engine = engine();
        engine.destroyForcibly();
        engine.onExit().join();
    }

    @Override
    public void close() throws IOException {
        environment.clear();
        try {
            run("down", "-v", "-t", "0", "--remove-orphans");
            run("engine", "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while taking the engine down", e);
        }
        try (var left = Files.walk(scratch)) {
            for (var path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static CompletableFuture<String> read(java.io.InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }

    /** What a command that has ended did. */
    record Result(String command, int code, String out, String err) {
        String all() {
            return out + err;
        }

        List<String> lines() {
            return out.lines().filter(line -> !line.isBlank()).toList();
        }
    }
}
