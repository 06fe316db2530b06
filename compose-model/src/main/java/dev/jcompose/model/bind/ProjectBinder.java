package dev.jcompose.model.bind;

import dev.jcompose.model.Project;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.MapNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Makes the records of a canonical, normalised tree. */
public final class ProjectBinder {

    private final ProblemLog problems;

    public ProjectBinder(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * The project with all its services enabled, whatever their profiles.
     *
     * @param composeFiles the names of the files it was read from
     */
    public Project bind(
            MapNode root,
            String name,
            Path workingDirectory,
            List<String> composeFiles,
            SequencedMap<String, String> environment) {
        var top = new Fields(root, ConfigPath.ROOT, problems);
        return new Project(
                name,
                workingDirectory,
                composeFiles,
                top.byKey("services", ServiceBinder::bind),
                new TreeMap<>(Map.of()),
                top.byKey("networks", ResourceBinder::network),
                top.byKey("volumes", ResourceBinder::volume),
                top.byKey("secrets", (key, fields) -> ResourceBinder.fileObject(key, fields, environment)),
                top.byKey("configs", (key, fields) -> ResourceBinder.fileObject(key, fields, environment)),
                top.byKey("models", ResourceBinder::model),
                List.of(),
                environment,
                top.extensions());
    }
}
