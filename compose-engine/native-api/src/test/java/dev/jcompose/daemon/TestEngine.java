package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.docker.DockerEngine;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.testkit.HostRootfs;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A daemon as a process of its own, with a fresh state root and one image; containers of it end with {@link #close}. */
final class TestEngine implements AutoCloseable {
    static final String IMAGE = "jcompose-test/shell:1";

    private static final long PATIENCE_SECONDS = 60;

    private final Path root;
    private final List<String> command;
    private Process process;

    private TestEngine(Path root, List<String> command) throws IOException {
        this.root = root;
        this.command = command;
        this.process = launch(command);
    }

    static TestEngine start() throws Exception {
        return start(Files.createTempDirectory("jcompose-daemon"));
    }

    /** @param root an empty directory, which goes with the engine */
    static TestEngine start(Path root) throws Exception {
        return start(root, command(root));
    }

    /** @param command runs a daemon on the root */
    static TestEngine start(Path root, List<String> command) throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "the native engine needs root");
        var engine = new TestEngine(root, command);
        try (var client = engine.connect()) {
            client.importImage(
                    new ByteArrayInputStream(HostRootfs.tar()),
                    IMAGE,
                    List.of(),
                    (layer, status, current, total) -> {});
        } catch (Exception e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    /** How a daemon on this state is started. */
    static List<String> command(Path root) {
        return command(EngineMain.class, root);
    }

    /** @param main understands the daemon's arguments */
    static List<String> command(Class<?> main, Path root) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                "--root",
                root.toString(),
                "--idle-exit",
                "0");
    }

    /** When this returns, the socket answers. */
    private static Process launch(List<String> command) throws IOException {
        var started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var words = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(words.readLine())) {
            started.destroyForcibly();
            throw new AssertionError("the daemon did not become ready; its words are above");
        }
        return started;
    }

    Path root() {
        return root;
    }

    Path socket() {
        return root.resolve("run/engine.sock");
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** A client of its own for each caller. */
    DockerEngine connect() throws IOException {
        return new DockerEngine(
                new EngineHttp(new EngineAddress.Unix(socket())),
                DockerConfig.load(root.resolve("no-config")),
                Map.of());
    }

    /** How many bytes of objects are left when its collector has run. */
    long liveHeap() throws IOException, InterruptedException {
        var tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        tool.waitFor();
        // Number, instances, bytes, class. What the collector fills holes with is not alive.
        long bytes = histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= 4 && words[0].matches("\\d+:"))
                .filter(words -> !words[3].contains("FillerElement"))
                .mapToLong(words -> Long.parseLong(words[2]))
                .sum();
        assertThat(bytes).as("a histogram: %s", histogram).isPositive();
        return bytes;
    }

    /** {@code kill -9}: it can save nothing and tell nobody. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In good order, as with SIGTERM. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the daemon did not end within " + PATIENCE_SECONDS + " s of SIGTERM");
        }
    }

    /** After {@link #kill} or {@link #stop}. */
    void restart() throws IOException {
        process = launch(command);
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            try {
                stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while taking the daemon down", e);
            }
        }
        if (Files.notExists(root)) {
            return;
        }
        try (var left = Files.walk(root)) {
            for (var path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
