package dev.jcompose.engine.docker.endpoint;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder in which a native engine keeps everything; several can live side by side.
 *
 * @param folder absolute
 */
public record NativeRoot(Path folder) {
    /** Names the folder. */
    public static final String VARIABLE = "JCOMPOSE_ROOT";

    private static final Path DEFAULT = Path.of("/var/lib/jcompose");

    public NativeRoot {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The folder that an environment names, else {@code /var/lib/jcompose}. */
    public static NativeRoot of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        return new NativeRoot(named.isEmpty() ? DEFAULT : Path.of(named));
    }

    /** Holds socket, process number and start lock; mode 0700. */
    Path runFolder() {
        return folder.resolve("run");
    }

    /** Holds the log; mode 0700. */
    Path logFolder() {
        return folder.resolve("log");
    }

    /** The socket of its Docker Engine API, mode 0600. */
    public Path socket() {
        return runFolder().resolve("engine.sock");
    }

    /** The daemon's process number in decimal, while it runs. */
    public Path pidFile() {
        return runFolder().resolve("engine.pid");
    }

    /** Held by whoever starts the daemon, so that two do not start it at once. */
    Path startLock() {
        return runFolder().resolve("start.lock");
    }

    /** What the daemon has to say. */
    public Path log() {
        return logFolder().resolve("engine.log");
    }
}
