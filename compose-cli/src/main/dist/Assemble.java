import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        assemble.train();
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
        Path launcher = home.resolve("bin/jcompose");
        Files.copy(module.resolve("src/main/dist/bin/jcompose"), launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The cache is a matter of speed: without it everything works the same, so a failure is only reported. */
    private void train() throws IOException, InterruptedException {
        Path cache = home.resolve("lib/jcompose.aot");
        Path log = module.resolve("target/training.log");
        var words = new ArrayList<>(List.of(
                home.resolve("runtime/bin/java").toString(),
                "-XX:AOTCacheOutput=" + cache,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djcompose.home=" + home,
                "-cp",
                jar.toString(),
                "dev.jcompose.cli.Training"));
        var process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0 || !Files.exists(cache)) {
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
