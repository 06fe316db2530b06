package dev.jcompose.runtime.container;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * What of a container is the same on any host: {@code Config} of the Engine API.
 *
 * @param hostname empty = the first twelve digits of the id
 * @param user {@code ""} = root; else {@code name|uid[:group|gid]}
 * @param exposedPorts {@code 80/tcp}
 * @param env {@code NAME=value}; in a request, {@code NAME} alone takes the image's value away
 * @param cmd empty optional = that of the image, unless an entrypoint is given
 * @param volumes paths that get an anonymous volume
 * @param entrypoint empty optional = that of the image; an empty list = none
 * @param stopSignal name or number
 * @param stopTimeout seconds; -1 waits forever
 * @param shell what CMD-SHELL probes run in
 */
public record ContainerConfig(
        String hostname,
        String domainname,
        String user,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        SequencedSet<String> exposedPorts,
        boolean tty,
        boolean openStdin,
        boolean stdinOnce,
        List<String> env,
        Optional<List<String>> cmd,
        Optional<HealthConfig> healthcheck,
        String image,
        SequencedSet<String> volumes,
        String workingDir,
        Optional<List<String>> entrypoint,
        SequencedMap<String, String> labels,
        Optional<String> stopSignal,
        OptionalInt stopTimeout,
        List<String> shell) {
    /** Seconds between the stop signal and the kill. */
    public static final int DEFAULT_STOP_TIMEOUT = 10;

    public ContainerConfig {
        exposedPorts = Copies.ofSet(exposedPorts);
        env = List.copyOf(env);
        cmd = cmd.map(List::copyOf);
        volumes = Copies.ofSet(volumes);
        entrypoint = entrypoint.map(List::copyOf);
        labels = Copies.of(labels);
        shell = List.copyOf(shell);
    }

    /** Entrypoint and command together. */
    public List<String> argv() {
        var argv = new java.util.ArrayList<>(entrypoint.orElse(List.of()));
        argv.addAll(cmd.orElse(List.of()));
        return List.copyOf(argv);
    }

    ContainerConfig withHostname(String name) {
        return new ContainerConfig(
                name,
                domainname,
                user,
                attachStdin,
                attachStdout,
                attachStderr,
                exposedPorts,
                tty,
                openStdin,
                stdinOnce,
                env,
                cmd,
                healthcheck,
                image,
                volumes,
                workingDir,
                entrypoint,
                labels,
                stopSignal,
                stopTimeout,
                shell);
    }
}
