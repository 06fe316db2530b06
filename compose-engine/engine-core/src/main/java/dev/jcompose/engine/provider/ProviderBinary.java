package dev.jcompose.engine.provider;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the program of a provider: {@code docker-TYPE} as a plugin of the Docker CLI, else {@code TYPE} in the path. */
final class ProviderBinary {
    /** Where the Docker CLI looks for plugins beside the user's own folder. */
    private static final List<Path> PLUGINS = List.of(
            Path.of("/usr/local/lib/docker/cli-plugins"),
            Path.of("/usr/local/libexec/docker/cli-plugins"),
            Path.of("/usr/lib/docker/cli-plugins"),
            Path.of("/usr/libexec/docker/cli-plugins"));

    private ProviderBinary() {}

    /** @param directory what a type that is a relative path starts from */
    static Path find(String type, Map<String, String> environment, Path directory) throws ProviderException {
        if (type.equals("compose")) {
            throw new ProviderException("provider \"compose\" is this program itself: name another type");
        }
        for (Path candidate : candidates(type, environment, directory)) {
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        throw new ProviderException("provider \"" + type + "\" is not installed: neither a Docker CLI plugin docker-"
                + type + " nor a program " + type + " was found in PATH");
    }

    private static List<Path> candidates(String type, Map<String, String> environment, Path directory) {
        if (type.contains("/")) {
            return List.of(directory.resolve(type));
        }
        var candidates = new ArrayList<Path>();
        String config = environment.getOrDefault("DOCKER_CONFIG", "");
        String home = environment.getOrDefault("HOME", "");
        if (!config.isEmpty()) {
            candidates.add(Path.of(config, "cli-plugins", "docker-" + type));
        } else if (!home.isEmpty()) {
            candidates.add(Path.of(home, ".docker", "cli-plugins", "docker-" + type));
        }
        PLUGINS.forEach(folder -> candidates.add(folder.resolve("docker-" + type)));
        for (String name : List.of("docker-" + type, type)) {
            for (String folder : environment.getOrDefault("PATH", "").split(":")) {
                if (!folder.isEmpty()) {
                    candidates.add(Path.of(folder, name));
                }
            }
        }
        return candidates;
    }
}
