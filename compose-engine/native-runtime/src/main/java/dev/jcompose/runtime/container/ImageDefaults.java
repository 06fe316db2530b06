package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.ContainerException.Kind;
import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageHealthcheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What a container takes from its image where its own configuration says nothing. */
final class ImageDefaults {
    private ImageDefaults() {}

    /**
     * Merges as Docker does: an entrypoint of one's own drops the image's command, environment and labels are united with
     * one's own values first in line, health options are taken one by one.
     *
     * @throws ContainerException INVALID when no command is left
     */
    static ContainerConfig merge(ContainerConfig own, ImageConfig image) throws ContainerException {
        var labels = new LinkedHashMap<String, String>(image.labels());
        labels.putAll(own.labels());
        var ports = new LinkedHashSet<>(image.exposedPorts());
        ports.addAll(own.exposedPorts());
        var volumes = new LinkedHashSet<>(image.volumes());
        volumes.addAll(own.volumes());

        Optional<List<String>> entrypoint = own.entrypoint();
        Optional<List<String>> cmd = own.cmd().filter(words -> !words.isEmpty());
        boolean ownEntrypoint = entrypoint.isPresent() && !entrypoint.get().isEmpty();
        if (!ownEntrypoint) {
            if (cmd.isEmpty() && entrypoint.isEmpty()) {
                cmd = image.cmd().isEmpty() ? Optional.empty() : Optional.of(image.cmd());
            }
            if (entrypoint.isEmpty() && !image.entrypoint().isEmpty()) {
                entrypoint = Optional.of(image.entrypoint());
            }
        }
        if (entrypoint.isPresent() && entrypoint.get().equals(List.of(""))) {
            entrypoint = Optional.empty();
        }
        var merged = new ContainerConfig(
                own.hostname(),
                own.domainname(),
                own.user().isEmpty() ? image.user() : own.user(),
                own.attachStdin(),
                own.attachStdout(),
                own.attachStderr(),
                ports,
                own.tty(),
                own.openStdin(),
                own.stdinOnce(),
                environment(own.env(), image.env()),
                cmd,
                health(own.healthcheck(), image.healthcheck()),
                own.image(),
                volumes,
                own.workingDir().isEmpty() ? image.workingDir() : own.workingDir(),
                entrypoint,
                labels,
                own.stopSignal().or(image::stopSignal),
                own.stopTimeout(),
                own.shell().isEmpty() ? image.shell() : own.shell());
        if (merged.argv().isEmpty()) {
            throw new ContainerException(Kind.INVALID, "no command specified");
        }
        return merged;
    }

    private static List<String> environment(List<String> own, List<String> image) {
        var names = new LinkedHashSet<String>();
        own.forEach(entry -> names.add(name(entry)));
        var all = new ArrayList<>(own);
        for (String entry : image) {
            if (!names.contains(name(entry))) {
                all.add(entry);
            }
        }
        return all;
    }

    private static String name(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? entry : entry.substring(0, equals);
    }

    private static Optional<HealthConfig> health(Optional<HealthConfig> own, Optional<ImageHealthcheck> image) {
        Optional<HealthConfig> inherited = image.map(check -> new HealthConfig(
                check.test(),
                check.interval(),
                check.timeout(),
                check.startPeriod(),
                check.startInterval(),
                check.retries()));
        if (own.isEmpty()) {
            return inherited;
        }
        return Optional.of(inherited.map(own.get()::over).orElse(own.get()));
    }
}
