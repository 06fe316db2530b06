package dev.jcompose.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a daemon is started.
 *
 * @param root the directory below which everything is kept
 * @param idleExit how long without requests and running containers until it leaves by itself; empty = never
 */
public record EngineOptions(Path root, Optional<Duration> idleExit) {
    private static final Duration DEFAULT_IDLE_EXIT = Duration.ofMinutes(10);

    /** Where it listens. */
    public Path socket() {
        return root.resolve("run").resolve("engine.sock");
    }

    /** Holds its process number while it runs. */
    public Path pidFile() {
        return root.resolve("run").resolve("engine.pid");
    }

    /**
     * Reads {@code --root DIR [--idle-exit SECONDS]}; 0 seconds = never.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static EngineOptions parse(List<String> arguments) {
        Optional<Path> root = Optional.empty();
        Optional<Duration> idleExit = Optional.of(DEFAULT_IDLE_EXIT);
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(arguments.get(i) + ": a value has to follow");
            }
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--root" ->
                    root = Optional.of(Path.of(value).toAbsolutePath().normalize());
                case "--idle-exit" -> {
                    if (!value.matches("[0-9]{1,9}")) {
                        throw new IllegalArgumentException("--idle-exit: \"" + value + "\" is not a number of seconds");
                    }
                    idleExit = Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                            .filter(time -> !time.isZero());
                }
                default -> throw new IllegalArgumentException("unknown argument " + arguments.get(i));
            }
        }
        return new EngineOptions(
                root.orElseThrow(() -> new IllegalArgumentException("--root DIR is missing")), idleExit);
    }
}
