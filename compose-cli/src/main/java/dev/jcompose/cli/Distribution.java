package dev.jcompose.cli;

import dev.jcompose.engine.docker.endpoint.DaemonCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the program lies that runs now, so that it can start the daemon of the native engine with the same Java.
 *
 * @param java the runtime's executable
 * @param classPath of this program
 * @param cache a cache of the daemon's classes; need not exist
 */
record Distribution(Path java, String classPath, Path cache) {
    /** The layout that the build makes, under one directory. */
    static Distribution at(Path home) {
        return new Distribution(
                home.resolve("runtime/bin/java"),
                home.resolve("lib/jcompose.jar").toString(),
                home.resolve("lib/engine.aot"));
    }

    /** What starts the daemon: a small heap that is given back, as it waits most of its life. */
    DaemonCommand daemon(Map<String, String> environment) {
        var words = new ArrayList<>(List.of(
                java.toString(),
                "-XX:AOTCache=" + cache,
                "-Xlog:disable",
                "-Xlog:all=off",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xms8m",
                "-Xmx128m",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                // Milliseconds: what the compiler took of malloc goes back to the kernel.
                "-XX:TrimNativeHeapInterval=10000",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                "dev.jcompose.daemon.EngineMain"));
        return new DaemonCommand(words, environment);
    }
}
