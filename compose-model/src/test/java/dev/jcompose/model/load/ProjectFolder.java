package dev.jcompose.model.load;

import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.print.ConfigRendering;
import dev.jcompose.model.problem.DiagnosticPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A folder with files of a project, for tests. */
public final class ProjectFolder {

    private final Path folder;

    public ProjectFolder(Path folder) {
        this.folder = folder;
    }

    public ProjectFolder file(String name, String text) {
        try {
            Path path = folder.resolve(name);
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.write(path, text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path path() {
        return folder;
    }

    /** A loader for this folder with the project name {@code test} and an environment of one variable, HOME. */
    public ComposeLoader.Builder loader() {
        return ComposeLoader.builder()
                .workingDirectory(folder)
                .projectName("test")
                .environment(Map.of("HOME", "/home/user"));
    }

    public LoadResult load() {
        return loader().build().load();
    }

    public LoadResult load(String... files) {
        return loader().files(List.of(files)).build().load();
    }

    public Project project(String... files) {
        LoadResult result = load(files);
        return result.project().orElseThrow(() -> new AssertionError(text(result)));
    }

    public Service service(String name) {
        return Objects.requireNonNull(project().services().get(name));
    }

    /** All problems as users see them, with the folder as {@code $DIR}. */
    public String text(LoadResult result) {
        return new DiagnosticPrinter(result.sources(), folder)
                .print(result.problems())
                .replace(folder.toString(), "$DIR");
    }

    /** The canonical YAML of the project of some files. */
    public String yaml(String... files) {
        return ConfigRendering.yaml(project(files));
    }
}
