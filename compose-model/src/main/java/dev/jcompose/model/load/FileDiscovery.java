package dev.jcompose.model.load;

import dev.jcompose.model.problem.ProblemLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the files of a project when none is named. */
final class FileDiscovery {

    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");

    private FileDiscovery() {}

    /** The file in a folder or the nearest one above it that has one, and the override beside it; empty when there is none. */
    static List<String> find(Path start, ProblemLog problems) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            List<String> found = existing(folder, NAMES);
            if (!found.isEmpty()) {
                var result = new ArrayList<String>();
                result.add(first(found, problems));
                List<String> overrides = existing(folder, OVERRIDES);
                if (!overrides.isEmpty()) {
                    result.add(first(overrides, problems));
                }
                return result;
            }
        }
        return List.of();
    }

    private static List<String> existing(Path folder, List<String> names) {
        return names.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .map(Path::toString)
                .toList();
    }

    private static String first(List<String> found, ProblemLog problems) {
        if (found.size() > 1) {
            problems.warning(
                    "several-files",
                    "Found multiple config files with supported names: " + String.join(", ", found) + ". Using "
                            + found.get(0));
        }
        return found.get(0);
    }
}
