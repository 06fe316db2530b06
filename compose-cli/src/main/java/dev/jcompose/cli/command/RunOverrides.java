package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.Deploy;
import dev.jcompose.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** The options of {@code run} that change the service for this one container. */
final class RunOverrides {
    private final Options.Values capAdd;
    private final Options.Values capDrop;
    private final Options.Value entrypoint;
    private final Options.Values environment;
    private final Options.Values environmentFiles;
    private final Options.Values labels;
    private final Options.Values publish;
    private final Options.Flag servicePorts;
    private final Options.Value user;
    private final Options.Values volumes;
    private final Options.Value workdir;

    RunOverrides(Options options) {
        capAdd = options.values("Add Linux capabilities", "list", "--cap-add");
        capDrop = options.values("Drop Linux capabilities", "list", "--cap-drop");
        entrypoint = options.value("Override the entrypoint of the image", "string", "--entrypoint");
        environment = options.values("Set environment variables", "stringArray", "-e", "--env");
        environmentFiles = options.values("Set environment variables from file", "stringArray", "--env-from-file");
        labels = options.values("Add or override a label", "stringArray", "-l", "--label", "--labels");
        publish = options.values("Publish a container's port(s) to the host", "stringArray", "-p", "--publish");
        servicePorts = options.flag(
                "Run command with all service's ports enabled and mapped to the host", "-P", "--service-ports");
        user = options.value("Run as specified username or uid", "string", "-u", "--user");
        volumes = options.values("Bind mount a volume", "stringArray", "-v", "--volume", "--volumes");
        workdir = options.value("Working directory inside the container", "string", "-w", "--workdir");
    }

    /** @param environmentOfProject where {@code -e NAME} finds its value */
    Service apply(Service service, List<String> command, Map<String, String> environmentOfProject, Path directory)
            throws UsageException, OperationException, IOException {
        var changed = service.toBuilder()
                .restart(Optional.empty())
                .deploy(service.deploy().map(RunOverrides::limitsOf))
                .containerName(Optional.empty())
                .scale(OptionalInt.of(1))
                .ports(List.of());
        var ports = new ArrayList<>(servicePorts.isSet() ? service.ports() : List.of());
        for (String word : publish.all()) {
            ports.addAll(ShortSyntax.ports(word));
        }
        changed.ports(ports);
        if (!command.isEmpty()) {
            changed.command(Optional.of(command));
        }
        if (entrypoint.get().isPresent()) {
            changed.entrypoint(Optional.of(ShortSyntax.words(entrypoint.get().get())));
            changed.command(Optional.of(command));
        }
        changed.environment(variables(service, environmentOfProject, directory));
        user.get().ifPresent(value -> changed.user(Optional.of(value)));
        workdir.get().ifPresent(value -> changed.workingDir(Optional.of(value)));
        var allLabels = new LinkedHashMap<>(service.labels());
        for (String label : labels.all()) {
            int equals = label.indexOf('=');
            allLabels.put(
                    equals < 0 ? label : label.substring(0, equals), equals < 0 ? "" : label.substring(equals + 1));
        }
        changed.labels(allLabels);
        var mounts = new ArrayList<>(service.volumes());
        for (String word : volumes.all()) {
            var mount = ShortSyntax.volume(word, directory);
            mounts.removeIf(other -> other.target().equals(mount.target()));
            mounts.add(mount);
        }
        changed.volumes(mounts);
        changed.capAdd(without(service.capAdd(), capDrop.all(), capAdd.all()));
        changed.capDrop(without(service.capDrop(), capAdd.all(), capDrop.all()));
        return changed.build();
    }

    /** {@code deploy} without what does not count for one container that is run by hand. */
    private static Deploy limitsOf(Deploy deploy) {
        return new Deploy(
                Optional.empty(),
                OptionalInt.empty(),
                deploy.labels(),
                Optional.empty(),
                Optional.empty(),
                deploy.limits(),
                deploy.reservations(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                deploy.extensions());
    }

    private static List<String> without(List<String> own, List<String> revoked, List<String> more) {
        var all = new ArrayList<>(own);
        all.removeAll(revoked);
        all.addAll(more);
        return all;
    }

    private SequencedMap<String, Optional<String>> variables(
            Service service, Map<String, String> environmentOfProject, Path directory)
            throws OperationException, IOException {
        var variables = new LinkedHashMap<>(service.environment());
        var words = new ArrayList<String>();
        for (String file : environmentFiles.all()) {
            words.addAll(lines(directory.resolve(file)));
        }
        words.addAll(environment.all());
        for (String word : EnvironmentWords.resolve(words, environmentOfProject)) {
            int equals = word.indexOf('=');
            variables.put(word.substring(0, equals), Optional.of(word.substring(equals + 1)));
        }
        return variables;
    }

    private static List<String> lines(Path file) throws OperationException, IOException {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (NoSuchFileException e) {
            throw new OperationException("env file " + file + " not found", 1, e);
        }
    }
}
