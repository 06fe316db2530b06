package dev.jcompose.model.load;

import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.remote.GitSource;
import dev.jcompose.model.remote.RemoteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a golden is loaded and shown: {@code options.txt} in its folder, an option a line, with the folder as {@code $DIR}. */
final class GoldenOptions {

    /** Lines of a long text that are shown at its start and at its end; 0 shows all. */
    private int shownLines;

    private boolean summary;

    private GoldenOptions() {}

    static GoldenOptions apply(Path folder, ComposeLoader.Builder loader) throws IOException {
        var options = new GoldenOptions();
        Path file = folder.resolve("options.txt");
        if (!Files.exists(file)) {
            return options;
        }
        Map<String, String> variables = new LinkedHashMap<>(Map.of("HOME", "/home/user"));
        List<RemoteSource> sources = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.replace("$DIR", folder.toString()).split(" ", 3);
            switch (words[0]) {
                case "thorough" -> loader.depth(ProblemLog.Depth.THOROUGH);
                case "default-platform" -> loader.platforms(ComposeLoader.Platforms.WITH_DEFAULT);
                case "variable" -> {
                    int equals = words[1].indexOf('=');
                    variables.put(words[1].substring(0, equals), words[1].substring(equals + 1));
                }
                case "git" ->
                    sources.add(new GitSource(
                            folder.resolve("cache"),
                            Map.of("PATH", words[1], "HOME", "/nonexistent", "GIT_CONFIG_NOSYSTEM", "1")));
                case "remote-failure" -> sources.add(new Elsewhere(words[1], folder, Fetch.FAILS));
                case "remote-interrupted" -> sources.add(new Elsewhere(words[1], folder, Fetch.IS_INTERRUPTED));
                case "remote" -> sources.add(new Elsewhere(words[1], folder.resolve(words[2]), Fetch.FINDS));
                case "file" -> loader.files(List.of(words[1]));
                case "stdin" -> loader.stdin(Files.newInputStream(folder.resolve(words[1])));
                case "project-directory" -> loader.projectDirectory(words[1]);
                case "unnamed" -> loader.projectName("");
                case "service" -> loader.services(List.of(words[1]));
                case "name" -> loader.projectName(words[1]);
                case "env-file" -> loader.envFiles(List.of(words[1]));
                case "shown-lines" -> options.shownLines = Integer.parseInt(words[1]);
                case "summary" -> options.summary = true;
                default -> throw new IllegalArgumentException(line);
            }
        }
        loader.environment(variables);
        sources.forEach(loader::remoteSources);
        return options;
    }

    /** The problems of a result, or what its exception says of them. */
    String text(ProjectFolder project, LoadResult result) {
        if (!summary) {
            return shortened(project.text(result));
        }
        try {
            throw new AssertionError(result.orThrow());
        } catch (LoadException e) {
            return String.valueOf(e.getMessage()).replace(project.path().toString(), "$DIR") + "\n";
        }
    }

    private String shortened(String text) {
        List<String> lines = text.lines().toList();
        int left = lines.size() - 2 * shownLines;
        if (shownLines == 0 || left <= 0) {
            return text;
        }
        return String.join("\n", lines.subList(0, shownLines)) + "\n(" + left + " lines)\n"
                + String.join("\n", lines.subList(shownLines + left, lines.size())) + "\n";
    }

    private enum Fetch {
        FINDS,
        FAILS,
        IS_INTERRUPTED
    }

    /** A folder that is found under a name, or is not. */
    private record Elsewhere(String name, Path root, Fetch outcome) implements RemoteSource {
        @Override
        public boolean accepts(String other) {
            return other.equals(name);
        }

        @Override
        public Checkout fetch(String other) throws IOException, InterruptedException {
            return switch (outcome) {
                case FINDS -> new Checkout(root, root.resolve("compose.yaml"));
                case FAILS -> throw new IOException("no route to host");
                case IS_INTERRUPTED -> throw new InterruptedException();
            };
        }
    }
}
