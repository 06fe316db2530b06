package dev.jcompose.model.load;

import dev.jcompose.model.interpolate.Expansions;
import dev.jcompose.model.problem.ProblemLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * The files, the directory and the variables of a project, as the command line, the process environment and {@code .env}
 * files say together. What they say depends on each other: {@code .env} may name the files, and the first file has the
 * directory with {@code .env}.
 */
final class ProjectEnvironment {

    private final ComposeLoader.Builder settings;
    private final TextFiles texts;
    private final Expansions expansions;
    private final ProblemLog problems;
    private final LinkedHashMap<String, String> variables;
    private List<String> files;

    ProjectEnvironment(ComposeLoader.Builder settings, TextFiles texts, Expansions expansions, ProblemLog problems) {
        this.expansions = expansions;
        this.settings = settings;
        this.texts = texts;
        this.problems = problems;
        this.variables = new LinkedHashMap<>(settings.environment);
        this.files = new ArrayList<>(settings.files);
        resolve();
    }

    /** What a first {@code .env} says of the files counts, so that the project may end up in another directory. */
    private void resolve() {
        variables.putIfAbsent("PWD", settings.workingDirectory.toString());
        if (files.isEmpty()) {
            files = found(new ProblemLog());
            readEnvFiles().forEach(variables::putIfAbsent);
            if (problems.hasErrors()) {
                return;
            }
            files = found(problems);
        }
        readEnvFiles().forEach(variables::putIfAbsent);
    }

    private List<String> found(ProblemLog log) {
        String listed = variables.getOrDefault("COMPOSE_FILE", "");
        if (!listed.isEmpty()) {
            String separator = variables.getOrDefault("COMPOSE_PATH_SEPARATOR", "");
            return split(listed, separator.isEmpty() ? ":" : separator);
        }
        return FileDiscovery.find(start(), log);
    }

    private Path start() {
        return settings.projectDirectory
                .map(directory -> settings.workingDirectory.resolve(directory).normalize())
                .orElse(settings.workingDirectory);
    }

    private SequencedMap<String, String> readEnvFiles() {
        return new EnvironmentReader(texts, expansions, problems).read(envFiles(), variables);
    }

    /** Those of {@code --env-file}, of {@code COMPOSE_ENV_FILES}, or the one of the project directory. */
    List<Path> envFiles() {
        List<String> names = settings.envFiles;
        if (names.isEmpty()) {
            String listed = variables.getOrDefault("COMPOSE_ENV_FILES", "");
            names = listed.isEmpty() ? List.of() : split(listed, ",");
        }
        if (!names.isEmpty()) {
            return names.stream()
                    .map(name ->
                            settings.workingDirectory.resolve(withHome(name)).normalize())
                    .toList();
        }
        if (isDisabled()) {
            return List.of();
        }
        Path file = directory().resolve(".env");
        return Files.isRegularFile(file) ? List.of(file) : List.of();
    }

    private String withHome(String name) {
        String home = variables.get("HOME");
        return home != null && (name.equals("~") || name.startsWith("~/")) ? home + name.substring(1) : name;
    }

    private boolean isDisabled() {
        String text = variables.getOrDefault("COMPOSE_DISABLE_ENV_FILE", "");
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "", "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> {
                problems.error("env-file", "COMPOSE_DISABLE_ENV_FILE must be true or false, not \"" + text + "\"");
                yield false;
            }
        };
    }

    private static List<String> split(String text, String separator) {
        return new ArrayList<>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
    }

    /** The project directory: named, or that of the first file, or the working directory. */
    Path directory() {
        if (settings.projectDirectory.isPresent()) {
            return start();
        }
        for (String file : files) {
            if (!file.equals("-") && !Remotes.isRemote(file)) {
                Path parent =
                        settings.workingDirectory.resolve(file).normalize().getParent();
                return parent == null ? settings.workingDirectory : parent;
            }
        }
        return settings.workingDirectory;
    }

    /** The files named or found; empty when there is none. */
    List<String> files() {
        return List.copyOf(files);
    }

    SequencedMap<String, String> variables() {
        return variables;
    }

    /** The active profiles: those named, or else those of {@code COMPOSE_PROFILES}. */
    List<String> profiles() {
        if (!settings.profiles.isEmpty()) {
            return List.copyOf(settings.profiles);
        }
        List<String> result = new ArrayList<>();
        for (String profile : variables.getOrDefault("COMPOSE_PROFILES", "").split(",", -1)) {
            if (!profile.isBlank()) {
                result.add(profile.strip());
            }
        }
        return result;
    }
}
