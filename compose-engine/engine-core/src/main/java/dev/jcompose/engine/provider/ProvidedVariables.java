package dev.jcompose.engine.provider;

import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** What providers have told to be set in the services that depend on them. Safe for use by several threads. */
public final class ProvidedVariables {
    /** One variable of one provider; a raw one keeps its name and goes over the service's own. */
    private record Variable(String name, String value, boolean raw) {}

    private final Map<String, List<Variable>> byProvider = new LinkedHashMap<>();

    synchronized void set(String provider, String name, String value) {
        add(provider, new Variable(provider.toUpperCase(Locale.ROOT) + "_" + name, value, false));
    }

    synchronized void setRaw(String provider, String name, String value) {
        add(provider, new Variable(name, value, true));
    }

    private void add(String provider, Variable variable) {
        byProvider.computeIfAbsent(provider, key -> new ArrayList<>()).add(variable);
    }

    /**
     * A project whose services have the variables of the providers they depend on.
     *
     * @param warn told of variables of a service that are overridden
     */
    public synchronized Project into(Project project, Consumer<String> warn) {
        SequencedMap<String, Service> services = new LinkedHashMap<>();
        project.services().forEach((name, service) -> services.put(name, into(service, warn)));
        return new Project(
                project.name(),
                project.workingDirectory(),
                project.composeFiles(),
                services,
                project.disabledServices(),
                project.networks(),
                project.volumes(),
                project.secrets(),
                project.configs(),
                project.models(),
                project.profiles(),
                project.environment(),
                project.extensions());
    }

    /** The same for one service. */
    public synchronized Service into(Service service, Consumer<String> warn) {
        var environment = new LinkedHashMap<>(service.environment());
        for (String dependency : service.dependsOn().keySet()) {
            for (Variable variable : byProvider.getOrDefault(dependency, List.of())) {
                var before = environment.put(variable.name(), Optional.of(variable.value()));
                if (variable.raw() && before != null && !before.equals(Optional.of(variable.value()))) {
                    warn.accept("provider \"" + dependency + "\" overrides environment variable \"" + variable.name()
                            + "\" in service \"" + service.name() + "\"");
                }
            }
        }
        return environment.equals(service.environment())
                ? service
                : service.toBuilder().environment(environment).build();
    }
}
