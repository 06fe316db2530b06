package dev.jcompose.runtime.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * How containers of an image run unless told otherwise: the {@code config} object of an image's configuration.
 *
 * @param user {@code ""} = root; else {@code name|uid[:group|gid]}
 * @param env {@code NAME=value}, in order
 * @param exposedPorts {@code 80/tcp}
 * @param stopSignal name or number of a signal
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image configuration</a>
 */
public record ImageConfig(
        String user,
        List<String> env,
        List<String> entrypoint,
        List<String> cmd,
        String workingDir,
        SequencedSet<String> volumes,
        SequencedSet<String> exposedPorts,
        SequencedMap<String, String> labels,
        Optional<String> stopSignal,
        Optional<ImageHealthcheck> healthcheck,
        List<String> shell,
        List<String> onBuild) {
    public ImageConfig {
        env = List.copyOf(env);
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        volumes = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(volumes));
        exposedPorts = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(exposedPorts));
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        shell = List.copyOf(shell);
        onBuild = List.copyOf(onBuild);
    }

    public static ImageConfig empty() {
        return new ImageConfig(
                "",
                List.of(),
                List.of(),
                List.of(),
                "",
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashMap<>(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
