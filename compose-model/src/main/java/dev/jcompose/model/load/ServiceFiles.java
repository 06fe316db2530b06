package dev.jcompose.model.load;

import dev.jcompose.model.EnvFile;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Service;
import dev.jcompose.model.interpolate.DotEnv;
import dev.jcompose.model.interpolate.Expansions;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the {@code env_file} and {@code label_file} of services into their variables and labels. */
final class ServiceFiles {

    private enum Kind {
        VARIABLES,
        LABELS
    }

    private final TextFiles files;
    private final Map<String, String> environment;
    private final Origins origins;
    private final ProblemLog problems;
    private final Path directory;
    private final Expansions expansions;

    /** @param directory what relative names start from, where they were left relative */
    ServiceFiles(
            TextFiles files,
            Path directory,
            Expansions expansions,
            Map<String, String> environment,
            Origins origins,
            ProblemLog problems) {
        this.files = files;
        this.directory = directory;
        this.expansions = expansions;
        this.environment = environment;
        this.origins = origins;
        this.problems = problems;
    }

    Service apply(Service service) {
        return service.envFiles().isEmpty() && service.labelFiles().isEmpty() ? service : read(service);
    }

    private Service read(Service service) {
        var result = service.toBuilder();
        if (!service.envFiles().isEmpty()) {
            var variables = new TreeMap<String, Optional<String>>();
            Variables lookup = Variables.of(environment)
                    .orElse(name -> service.environment()
                            .getOrDefault(name, Optional.empty())
                            .orElse(null));
            for (int i = 0; i < service.envFiles().size(); i++) {
                String at = "services." + service.name() + ".env_file[" + i + "]";
                Variables earlier = lookup.orElse(
                        name -> variables.getOrDefault(name, Optional.empty()).orElse(null));
                envFile(service.envFiles().get(i), earlier, at)
                        .forEach((name, value) -> variables.put(name, Optional.of(value)));
            }
            variables.putAll(service.environment());
            result.environment(variables).envFiles(List.of());
        }
        if (!service.labelFiles().isEmpty()) {
            var labels = new TreeMap<String, String>();
            for (int i = 0; i < service.labelFiles().size(); i++) {
                String at = "services." + service.name() + ".label_file[" + i + "]";
                Variables earlier = Variables.of(environment).orElse(labels::get);
                existing(service.labelFiles().get(i), Kind.LABELS, at)
                        .ifPresent(path -> labels.putAll(parse(path, earlier, at, Optional.empty())));
            }
            labels.putAll(service.labels());
            result.labels(labels).labelFiles(List.of());
        }
        return result.build();
    }

    private Map<String, String> envFile(EnvFile file, Variables lookup, String at) {
        if (!file.required() && !exists(file.path())) {
            return Map.of();
        }
        return existing(file.path(), Kind.VARIABLES, at)
                .map(path -> parse(path, lookup, at, file.format()))
                .orElse(Map.of());
    }

    private boolean exists(String name) {
        try {
            return Files.exists(directory.resolve(name));
        } catch (InvalidPathException e) {
            // A name that no file can have.
            return false;
        }
    }

    private Optional<Path> existing(String name, Kind kind, String at) {
        if (exists(name)) {
            return Optional.of(directory.resolve(name));
        }
        String missing = " " + name + " not found: stat " + name + ": no such file or directory";
        problems.add(
                switch (kind) {
                    case VARIABLES ->
                        Diagnostic.error("env-file", origins.of(at), "env file" + missing)
                                .withHint("if it need not exist, say {path: ..., required: false}");
                    case LABELS -> Diagnostic.error("label-file", origins.of(at), "label file" + missing);
                });
        return Optional.empty();
    }

    private Map<String, String> parse(Path path, Variables lookup, String at, Optional<String> format) {
        try {
            String text = files.readVariables(path);
            return format.isPresent()
                    ? expansions.rawVariables(text, lookup)
                    : expansions.variables(path, text, lookup);
        } catch (TextFiles.EncodingException e) {
            problems.add(
                    namedAt(at, Diagnostic.error("encoding", Optional.of(e.at()), String.valueOf(e.getMessage()))));
        } catch (IOException e) {
            problems.add(Diagnostic.error("unreadable-file", origins.of(at), String.valueOf(e.getMessage())));
        } catch (DotEnv.SyntaxException e) {
            problems.add(namedAt(
                    at,
                    Diagnostic.error(
                            "env-file-syntax",
                            Optional.of(new Span(path, e.line(), 1, 2)),
                            "failed to read " + path + ": " + e.getMessage())));
        }
        return new LinkedHashMap<>();
    }

    /** With the place that names the file. */
    private Diagnostic namedAt(String at, Diagnostic problem) {
        return origins.of(at)
                .map(span -> problem.withRelated(span, "the file is named here"))
                .orElse(problem);
    }
}
