package dev.jcompose.daemon;

import dev.jcompose.runtime.container.SubordinateIds;
import dev.jcompose.runtime.launch.IdMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a daemon is started.
 *
 * @param root the directory below which everything is kept
 * @param remap ids that containers have on the host; empty = the same as inside
 * @param idleExit how long without requests and running containers until it leaves by itself; empty = never
 */
public record EngineOptions(Path root, Optional<Duration> idleExit, Optional<IdMap> remap) {
    private static final Duration DEFAULT_IDLE_EXIT = Duration.ofMinutes(10);

    /** With containers whose ids are the host's. */
    public EngineOptions(Path root, Optional<Duration> idleExit) {
        this(root, idleExit, Optional.empty());
    }

    /** Where it listens. */
    public Path socket() {
        return root.resolve("run").resolve("engine.sock");
    }

    /** Holds its process number while it runs. */
    public Path pidFile() {
        return root.resolve("run").resolve("engine.pid");
    }

    /**
     * Reads {@code --root DIR [--idle-exit SECONDS] [--userns-remap USER]}; 0 seconds = never. Without the last one
     * {@code JCOMPOSE_USERNS_REMAP} counts.
     *
     * @throws IllegalArgumentException saying what is wrong
     * @throws IOException when the user has no subordinate ids
     */
    static EngineOptions parse(List<String> arguments, Map<String, String> environment) throws IOException {
        Optional<Path> root = Optional.empty();
        Optional<String> remap = Optional.ofNullable(environment.get("JCOMPOSE_USERNS_REMAP"));
        Optional<Duration> idleExit = Optional.of(DEFAULT_IDLE_EXIT);
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(arguments.get(i) + ": a value has to follow");
            }
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--root" ->
                    root = Optional.of(Path.of(value).toAbsolutePath().normalize());
                case "--userns-remap" -> remap = Optional.of(value);
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
                root.orElseThrow(() -> new IllegalArgumentException("--root DIR is missing")),
                idleExit,
                remap.isEmpty() || remap.get().isBlank()
                        ? Optional.empty()
                        : Optional.of(new SubordinateIds(Path.of("/etc")).of(remap.get())));
    }
}
