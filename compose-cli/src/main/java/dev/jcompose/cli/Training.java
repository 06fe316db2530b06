package dev.jcompose.cli;

import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.ProcessHost;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What the build runs once to learn which classes commands load, so that they start faster: the usual commands, against
 * an engine that {@link TrainingEngine} plays.
 */
final class Training {
    private static final String COMPOSE_FILE = """
        services:
          db:
            image: db:1
            environment: {PASSWORD: "${PASSWORD:-secret}"}
            volumes: ["data:/data", "./init:/init:ro"]
            networks: [front]
            healthcheck: {test: ["CMD", "true"], interval: 5s, retries: 3}
          web:
            image: web:1
            command: serve --port 80
            ports: ["8080:80", "127.0.0.1:8443:443"]
            depends_on: {db: {condition: service_healthy}}
            networks: [front]
            deploy: {resources: {limits: {memory: 64m, cpus: "0.5"}}}
        networks: {front: {}, back: {internal: true}}
        volumes: {data: {}}
        """;

    private static final List<String> UNKNOWN = List.of("nosuch");

    private static final List<List<String>> COMMANDS = List.of(
            List.of("version"),
            List.of("--help"),
            List.of("up", "--help"),
            List.of("config"),
            List.of("config", "--format", "json"),
            List.of("up", "-d"),
            List.of("up", "-d"),
            List.of("up", "--dry-run"),
            List.of("up", "-d", "--force-recreate"),
            List.of("ps"),
            List.of("ps", "--format", "json"),
            List.of("ls"),
            List.of("logs"),
            List.of("exec", "-T", "web", "true"),
            List.of("stop"),
            List.of("start"),
            List.of("pull"),
            List.of("images"),
            List.of("down", "-v"),
            List.of("up", "-d", "--wait"),
            List.of("down"),
            UNKNOWN);

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("jcompose-training");
        Path file = Files.writeString(directory.resolve("compose.yaml"), COMPOSE_FILE);
        Path socket = directory.resolve("engine.sock");
        try (var engine = new TrainingEngine(socket)) {
            engine.start();
            var commandLine =
                    new CommandLine(new EndpointEngines(Main.distribution()), Clock.system(ZoneId.systemDefault()));
            for (var command : COMMANDS) {
                var errors = new ByteArrayOutputStream();
                int code = commandLine.run(invocation(command, directory, socket, errors));
                if (code != 0 && !command.equals(UNKNOWN)) {
                    throw new IllegalStateException(String.join(" ", command) + ": exit code " + code + "\n"
                            + errors.toString(StandardCharsets.UTF_8));
                }
            }
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(file);
            Files.delete(directory);
        }
        // The way from the process to the command takes part too. The JVM ends in its own way, so that it writes the
        // cache.
        Main.run(new String[] {"version"});
        ProcessHost.bindNativeCalls();
    }

    private static Invocation invocation(List<String> command, Path directory, Path socket, OutputStream errors) {
        return new Invocation(
                command,
                Map.of("DOCKER_HOST", "unix://" + socket, "HOME", directory.toString()),
                directory,
                new ByteArrayInputStream(new byte[0]),
                stream(OutputStream.nullOutputStream()),
                stream(errors),
                Terminal.none(),
                Signals.none());
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(target, true, StandardCharsets.UTF_8);
    }
}
