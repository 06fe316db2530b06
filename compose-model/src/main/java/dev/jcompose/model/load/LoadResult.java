package dev.jcompose.model.load;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.bind.NodeValues;
import dev.jcompose.model.problem.Problems;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import dev.jcompose.model.yaml.MapNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What loading gave. */
public final class LoadResult {

    private final Optional<Project> project;
    private final Origins origins;
    private final Problems problems;
    private final List<Path> files;
    private final SequencedMap<Path, String> sources;
    private final MapNode tree;

    LoadResult(Optional<Project> project, Problems problems, SequencedMap<Path, String> sources, MapNode tree) {
        this.project = project;
        this.origins = new TreeOrigins(tree);
        this.problems = problems;
        this.files = List.copyOf(sources.keySet());
        this.sources = Copies.of(sources);
        this.tree = tree;
    }

    /** Absent exactly when the problems have an error. */
    public Optional<Project> project() {
        return project;
    }

    /** Where values come from; knows as much as could be read. */
    public Origins origins() {
        return origins;
    }

    /** Errors and warnings of all files. */
    public Problems problems() {
        return problems;
    }

    /** The local files read, in order, with those of {@code include} and {@code extends}. */
    public List<Path> files() {
        return files;
    }

    /** The text of each file read, for showing lines of it. */
    public SequencedMap<Path, String> sources() {
        return sources;
    }

    /** The merged configuration before it became records, made anew by each call; empty when nothing could be read. */
    public Value.Entries tree() {
        return NodeValues.toValue(tree) instanceof Value.Entries entries
                ? entries
                : new Value.Entries(new LinkedHashMap<>());
    }

    /**
     * The project.
     *
     * @throws LoadException when there are errors
     */
    public Project orThrow() throws LoadException {
        if (project.isEmpty()) {
            throw new LoadException(this);
        }
        return project.get();
    }
}
