package dev.jcompose.model.load;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.problem.Problems;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What loading gave.
 *
 * @param project absent exactly when the problems have an error
 * @param origins where values come from; knows as much as could be read
 * @param problems errors and warnings of all files
 * @param files the local files read, in order, with those of {@code include} and {@code extends}
 * @param sources the text of each file read, for showing lines of it
 * @param tree the merged configuration before it became records; empty when nothing could be read
 */
public record LoadResult(
        Optional<Project> project,
        Origins origins,
        Problems problems,
        List<Path> files,
        SequencedMap<Path, String> sources,
        Value.Entries tree) {

    public LoadResult {
        files = List.copyOf(files);
        sources = Copies.of(sources);
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
