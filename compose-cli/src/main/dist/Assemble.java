import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Builds the distribution: a Java runtime with the modules that are needed, one jar, the launcher, and a cache of loaded
 * and linked classes for a fast start.
 *
 * <p>Runs in the JDK that the toolchains plugin has chosen, and uses the tools of that JDK.
 */
final class Assemble {
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.crypto.ec",
            "jdk.net",
            "jdk.unsupported",
            "jdk.zipfs");

    private final Path module;
    private final Path home;
    private final Path jar;

    private Assemble(Path module) {
        this.module = module;
        this.home = module.resolve("target/jcompose");
        this.jar = home.resolve("lib/jcompose.jar");
    }

    public static void main(String[] args) throws Exception {
        var assemble = new Assemble(Path.of(args[0]).toAbsolutePath());
        assemble.clear();
        assemble.makeRuntime();
        assemble.copyJar(Path.of(args[1]), Path.of(args[2]));
        assemble.copyLauncher();
        assemble.trainCommands();
        assemble.trainEngine();
    }

    private void clear() throws IOException {
        delete(home);
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("bin"));
    }

    private void makeRuntime() {
        run(
                "jlink",
                "--add-modules",
                String.join(",", MODULES),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                home.resolve("runtime").toString());
    }

    /** Picocli's own classes are so old that no cache takes them: they are replaced by ones compiled from its sources. */
    private void copyJar(Path merged, Path picocliSources) throws IOException {
        Files.copy(merged, jar, StandardCopyOption.REPLACE_EXISTING);
        Path work = module.resolve("target/picocli");
        delete(work);
        Path sources = Files.createDirectories(work.resolve("sources"));
        Path classes = Files.createDirectories(work.resolve("classes"));
        try (var archive = FileSystems.newFileSystem(picocliSources)) {
            copyTree(archive.getPath("/picocli"), sources.resolve("picocli"));
        }
        run(
                "javac",
                "--release",
                "25",
                "-nowarn",
                "-proc:none",
                "-XDignore.symbol.file",
                "-d",
                classes.toString(),
                sources.resolve("picocli/CommandLine.java").toString(),
                sources.resolve("picocli/AutoComplete.java").toString());
        try (var archive = FileSystems.newFileSystem(jar)) {
            copyTree(classes.resolve("picocli"), archive.getPath("/picocli"));
        }
    }

    private void copyLauncher() throws IOException {
        Files.copy(module.resolve("src/main/dist/LICENSE"), home.resolve("LICENSE"));
        Path launcher = home.resolve("bin/jcompose");
        Files.copy(module.resolve("src/main/dist/bin/jcompose"), launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A cache is a matter of speed: without it everything works the same, so a failure is only reported. */
    private void trainCommands() throws IOException, InterruptedException {
        Path cache = home.resolve("lib/jcompose.aot");
        Path log = module.resolve("target/training.log");
        var process = java(
                cache,
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Djcompose.home=" + home,
                "-cp",
                jar.toString(),
                "dev.jcompose.cli.Training");
        Files.write(log, process.getInputStream().readAllBytes());
        report(process.waitFor(), cache, log);
    }

    /** The engine learns from a life of its own in a scratch root, in which it makes a container and never starts it. */
    private void trainEngine() throws IOException, InterruptedException {
        Path cache = home.resolve("lib/engine.aot");
        Path log = module.resolve("target/engine-training.log");
        Files.deleteIfExists(engineCommandsLog());
        if (!"root".equals(System.getProperty("user.name"))) {
            System.err.println("[WARNING] no cache for a fast start of the native engine was made: that takes root");
            return;
        }
        Path scratch = Files.createTempDirectory("jcompose-training");
        try {
            Path root = Files.createDirectory(scratch.resolve("root"));
            Path archive = Files.write(scratch.resolve("empty.tar"), new byte[1024]);
            Path file = Files.writeString(scratch.resolve("compose.yaml"), """
                name: training
                services:
                  one:
                    image: empty:1
                    command: [/true]
                    ports: ["127.0.0.1::80"]
                    volumes: ["data:/data"]
                    healthcheck: {test: [CMD, /true]}
                volumes: {data: {}}
                """);
            var engine = java(
                    cache,
                    "-Xms8m",
                    "-Xmx128m",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=20",
                    "-cp",
                    jar.toString(),
                    "dev.jcompose.daemon.EngineMain",
                    "--root",
                    root.toString());
            if (isReady(engine, log)) {
                command(root, "image", "import", archive.toString(), "empty:1");
                command(root, "-f", file.toString(), "create");
                command(root, "-f", file.toString(), "ps", "-a");
                command(root, "-f", file.toString(), "down", "-v");
            }
            engine.toHandle().destroy(); // unlike destroy() of the process, leaves its output open
            try (var rest = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
                engine.getInputStream().transferTo(rest);
            }
            report(engine.waitFor(), cache, log);
        } finally {
            delete(scratch);
        }
    }

    /** Waits until the engine has said that its socket answers; false when it ended before. */
    private static boolean isReady(Process engine, Path log) throws IOException {
        var said = new ByteArrayOutputStream();
        var output = engine.getInputStream();
        boolean ready = false;
        while (!ready) {
            int next = output.read();
            if (next < 0) {
                break;
            }
            said.write(next);
            ready = said.toString(StandardCharsets.UTF_8).endsWith("ready\n");
        }
        Files.write(log, said.toByteArray());
        return ready;
    }

    private Process java(Path cache, String... words) throws IOException {
        var command = new ArrayList<>(List.of(
                home.resolve("runtime/bin/java").toString(),
                "-XX:AOTCacheOutput=" + cache,
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Runs the distribution's own launcher; the first one waits for the engine of {@code root}. */
    private void command(Path root, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(home.resolve("bin/jcompose").toString(), "--backend", "native"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(engineCommandsLog().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("COMPOSE_"));
        builder.environment().put("JCOMPOSE_ROOT", root.toString());
        builder.start().waitFor();
    }

    private Path engineCommandsLog() {
        return module.resolve("target/engine-training-commands.log");
    }

    private static void report(int exitCode, Path cache, Path log) {
        // 143: ended by the SIGTERM that it was sent
        if ((exitCode != 0 && exitCode != 143) || !Files.exists(cache)) {
            System.err.println("[WARNING] no cache for a fast start was made, see " + log);
        }
    }

    private static void run(String tool, String... arguments) {
        int code = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + tool))
                .run(new PrintWriter(System.out), new PrintWriter(System.err, true), arguments);
        if (code != 0) {
            throw new IllegalStateException(tool + " failed with code " + code);
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            tree.forEach(source -> {
                try {
                    Path target = to.resolve(from.relativize(source).toString());
                    if (Files.isDirectory(source)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
