package dev.jcompose.model.load;

import dev.jcompose.model.value.Copies;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the files of a project, or of an included one, are read with.
 *
 * @param directory absolute; relative names start from it
 * @param pathBase what relative paths in values are joined to: the directory, or its path from that of the project when
 *     paths are to stay relative
 * @param environment what interpolation sees
 * @param chain the files that led here by {@code include}, outermost first
 */
record Scope(Path directory, String pathBase, SequencedMap<String, String> environment, List<Path> chain) {

    Scope {
        environment = Copies.of(environment);
        chain = List.copyOf(chain);
    }
}
