package dev.jcompose.model.load;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Gives services that are built and say no platform the one of {@code DOCKER_DEFAULT_PLATFORM}. */
final class DefaultPlatform {

    private static final String VARIABLE = "DOCKER_DEFAULT_PLATFORM";

    private final Project project;
    private final Origins origins;
    private final ProblemLog problems;
    private final String platform;

    DefaultPlatform(Project project, Origins origins, ProblemLog problems) {
        this.project = project;
        this.origins = origins;
        this.problems = problems;
        this.platform = project.environment().getOrDefault(VARIABLE, "");
    }

    Project apply() {
        return platform.isEmpty()
                ? project
                : Selector.with(
                        project, each(project.services()), each(project.disabledServices()), project.profiles());
    }

    private SequencedMap<String, Service> each(SequencedMap<String, Service> services) {
        var result = new TreeMap<String, Service>();
        services.forEach((name, service) -> result.put(name, service(service)));
        return result;
    }

    private Service service(Service service) {
        if (service.build().isEmpty() || service.platform().isPresent()) {
            return service;
        }
        var supported = service.build().get().platforms();
        if (!supported.isEmpty() && !supported.contains(platform)) {
            problems.add(Diagnostic.error(
                    "platform",
                    origins.of("services." + service.name() + ".build.platforms"),
                    "service \"" + service.name() + "\" build.platforms does not support value set by " + VARIABLE
                            + ": " + platform));
            return service;
        }
        return service.toBuilder().platform(Optional.of(platform)).build();
    }
}
