package dev.jcompose.model.load;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** Reduces a project to the services of active profiles, to those that were named, and to the resources that they use. */
final class Selector {

    private Selector() {}

    /** The project with the services enabled that have no profile or an active one. */
    static Project withProfiles(Project project, List<String> active) {
        boolean all = active.contains("*");
        var enabled = new TreeMap<String, Service>();
        var disabled = new TreeMap<String, Service>();
        allServices(project).forEach((name, service) -> {
            boolean on = all
                    || service.profiles().isEmpty()
                    || service.profiles().stream().anyMatch(active::contains);
            (on ? enabled : disabled).put(name, service);
        });
        return with(project, enabled, disabled, active);
    }

    private static SequencedMap<String, Service> allServices(Project project) {
        var all = new TreeMap<>(project.services());
        all.putAll(project.disabledServices());
        return all;
    }

    /** The named services, those of inactive profiles with them: the profiles of a named service become active. */
    static Project enable(Project project, Collection<String> names) {
        var active = new LinkedHashSet<>(project.profiles());
        for (String name : names) {
            Service service = project.disabledServices().get(name);
            if (service != null) {
                active.addAll(service.profiles());
            }
        }
        return active.size() == project.profiles().size() ? project : withProfiles(project, List.copyOf(active));
    }

    /** The names that arguments with wildcards stand for; what matches nothing is reported. */
    static Set<String> expand(Project project, List<String> arguments, ProblemLog problems) {
        var known = allServices(project);
        var result = new LinkedHashSet<String>();
        for (String argument : arguments) {
            if (known.containsKey(argument)) {
                result.add(argument);
                continue;
            }
            List<String> matching = Wildcard.isPattern(argument)
                    ? known.keySet().stream()
                            .filter(name -> Wildcard.matches(argument, name))
                            .toList()
                    : List.of();
            if (matching.isEmpty()) {
                var problem = Diagnostic.error("no-such-service", Optional.empty(), "no such service: " + argument);
                problems.addNamed(problem, argument, known.keySet());
            }
            result.addAll(matching);
        }
        return result;
    }

    /** Only the given services, and what they depend on if that is wanted; the others count as disabled. */
    static Project select(Project project, Set<String> names, ComposeLoader.Selection selection) {
        Set<String> wanted = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            String name = open.poll();
            Service service = project.services().get(name);
            if (service != null && wanted.add(name) && selection == ComposeLoader.Selection.WITH_DEPENDENCIES) {
                open.addAll(service.dependsOn().keySet());
            }
        }
        var enabled = new TreeMap<String, Service>();
        var disabled = new TreeMap<>(project.disabledServices());
        project.services().forEach((name, service) -> {
            if (wanted.contains(name)) {
                enabled.put(name, reduced(service, wanted, selection));
            } else {
                disabled.put(name, service);
            }
        });
        return with(project, enabled, disabled, project.profiles());
    }

    /** Edges to services outside of the selection go; but one that has to be there and is not is left to be reported. */
    private static Service reduced(Service service, Set<String> wanted, ComposeLoader.Selection selection) {
        if (wanted.containsAll(service.dependsOn().keySet())) {
            return service;
        }
        var edges = new TreeMap<String, Dependency>();
        service.dependsOn().forEach((name, edge) -> {
            boolean missing = edge.required() && selection == ComposeLoader.Selection.WITH_DEPENDENCIES;
            if (missing || wanted.contains(name)) {
                edges.put(name, edge);
            }
        });
        return service.toBuilder().dependsOn(edges).build();
    }

    /** Without networks, volumes, secrets, configs and models that no enabled service uses. */
    static Project withoutUnused(Project project) {
        Set<String> networks = new HashSet<>();
        Set<String> volumes = new HashSet<>();
        Set<String> secrets = new HashSet<>();
        Set<String> configs = new HashSet<>();
        Set<String> models = new HashSet<>();
        for (Service service : project.services().values()) {
            networks.addAll(service.networks().keySet());
            models.addAll(service.models().keySet());
            service.secrets().forEach(secret -> secrets.add(secret.source()));
            service.build().ifPresent(build -> build.secrets().forEach(secret -> secrets.add(secret.source())));
            service.configs().forEach(config -> configs.add(config.source()));
            for (Mount mount : service.volumes()) {
                if (mount.type() == Mount.Type.VOLUME) {
                    mount.source().ifPresent(volumes::add);
                }
            }
        }
        return new Project(
                project.name(),
                project.workingDirectory(),
                project.composeFiles(),
                project.services(),
                project.disabledServices(),
                kept(project.networks(), networks),
                kept(project.volumes(), volumes),
                kept(project.secrets(), secrets),
                kept(project.configs(), configs),
                kept(project.models(), models),
                project.profiles(),
                project.environment(),
                project.extensions());
    }

    private static <T> SequencedMap<String, T> kept(Map<String, T> all, Set<String> used) {
        var result = new TreeMap<String, T>();
        all.forEach((key, value) -> {
            if (used.contains(key)) {
                result.put(key, value);
            }
        });
        return result;
    }

    static Project with(
            Project p,
            SequencedMap<String, Service> enabled,
            SequencedMap<String, Service> disabled,
            List<String> profiles) {
        return new Project(
                p.name(),
                p.workingDirectory(),
                p.composeFiles(),
                enabled,
                disabled,
                p.networks(),
                p.volumes(),
                p.secrets(),
                p.configs(),
                p.models(),
                new ArrayList<>(profiles),
                p.environment(),
                p.extensions());
    }
}
