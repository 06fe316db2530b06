package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/**
 * A project after loading: what the files, the environment and the command line say together.
 *
 * @param name lower case letters, digits, {@code _} and {@code -}
 * @param workingDirectory absolute; what relative paths in the files start from
 * @param composeFiles the files read as {@code -f} or found, absolute; {@code -} is standard input
 * @param services the enabled ones, by name
 * @param disabledServices those no active profile enables: known, so their containers are no orphans
 * @param networks by key, not by name in the engine
 * @param volumes by key
 * @param secrets by key
 * @param configs by key
 * @param models by key
 * @param profiles the active ones
 * @param environment what interpolation saw: .env files and the process environment
 * @param extensions the {@code x-*} keys
 */
public record Project(
        String name,
        Path workingDirectory,
        List<String> composeFiles,
        SequencedMap<String, Service> services,
        SequencedMap<String, Service> disabledServices,
        SequencedMap<String, Network> networks,
        SequencedMap<String, Volume> volumes,
        SequencedMap<String, FileObject> secrets,
        SequencedMap<String, FileObject> configs,
        SequencedMap<String, Model> models,
        List<String> profiles,
        SequencedMap<String, String> environment,
        SequencedMap<String, Value> extensions) {
    public Project {
        composeFiles = List.copyOf(composeFiles);
        services = Copies.of(services);
        disabledServices = Copies.of(disabledServices);
        networks = Copies.of(networks);
        volumes = Copies.of(volumes);
        secrets = Copies.of(secrets);
        configs = Copies.of(configs);
        models = Copies.of(models);
        profiles = List.copyOf(profiles);
        environment = Copies.of(environment);
        extensions = Copies.of(extensions);
    }

    /** The same with other enabled services. */
    public Project withServices(SequencedMap<String, Service> changed) {
        return new Project(
                name,
                workingDirectory,
                composeFiles,
                changed,
                disabledServices,
                networks,
                volumes,
                secrets,
                configs,
                models,
                profiles,
                environment,
                extensions);
    }
}
