package dev.jcompose.engine.operation;

import dev.jcompose.model.Project;
import java.util.List;
import java.util.Optional;

/**
 * Which containers an operation is about.
 *
 * @param project name of the project
 * @param model its files, where there are any; without them the labels of its containers tell all
 * @param services named by the user, patterns with {@code *} and {@code ?} included; empty means all
 */
public record ProjectScope(String project, Optional<Project> model, List<String> services) {
    public ProjectScope {
        services = List.copyOf(services);
    }

    /** With a loaded model. */
    public static ProjectScope of(Project model, List<String> services) {
        return new ProjectScope(model.name(), Optional.of(model), services);
    }

    /** By labels alone. */
    public static ProjectScope byLabels(String project, List<String> services) {
        return new ProjectScope(project, Optional.empty(), services);
    }
}
