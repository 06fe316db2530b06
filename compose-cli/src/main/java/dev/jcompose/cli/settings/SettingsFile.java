package dev.jcompose.cli.settings;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.terminal.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * The user's settings, {@code $XDG_CONFIG_HOME/jcompose/settings.yaml} or {@code ~/.config/jcompose/settings.yaml}: one value
 * for each key, which holds unless the variable it stands for is set. Without the file nothing of a YAML parser is loaded.
 */
public final class SettingsFile {
    /** The variable that each key stands for. */
    private static final Map<String, String> VARIABLES = Map.of(
            "backend", "JCOMPOSE_BACKEND",
            "root", "JCOMPOSE_ROOT",
            "progress", "COMPOSE_PROGRESS",
            "ansi", "COMPOSE_ANSI",
            "parallel", "COMPOSE_PARALLEL_LIMIT");

    private SettingsFile() {}

    /**
     * The invocation with what the file sets and its environment does not.
     *
     * @throws UsageException for a file that cannot be read, with the place in it
     */
    public static Invocation applyTo(Invocation invocation) throws UsageException {
        var file = locate(invocation);
        if (!Files.isRegularFile(file)) {
            return invocation;
        }
        var environment = new LinkedHashMap<>(read(file));
        environment.putAll(invocation.environment());
        return new Invocation(
                invocation.arguments(),
                environment,
                invocation.workingDirectory(),
                invocation.in(),
                invocation.out(),
                invocation.err(),
                invocation.terminal(),
                invocation.signals());
    }

    private static Path locate(Invocation invocation) {
        return invocation
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(invocation.variable("HOME").orElse("/"), ".config"))
                .resolve("jcompose/settings.yaml");
    }

    private static Map<String, String> read(Path file) throws UsageException {
        Map<String, String> variables = new LinkedHashMap<>();
        try (var in = Files.newInputStream(file);
                var parser = new YAMLFactory().createParser(ObjectReadContext.empty(), in)) {
            var first = parser.nextToken();
            if (first == null) {
                return variables;
            }
            if (first != JsonToken.START_OBJECT) {
                throw wrong(file, parser, "expected one \"key: value\" a line");
            }
            for (var key = parser.nextName(); key != null; key = parser.nextName()) {
                var variable = VARIABLES.get(key);
                if (variable == null) {
                    throw wrong(
                            file,
                            parser,
                            "unknown setting \"" + key + "\"; known are "
                                    + String.join(
                                            ", ",
                                            VARIABLES.keySet().stream().sorted().toList()));
                }
                if (!parser.nextToken().isScalarValue()) {
                    throw wrong(file, parser, "setting \"" + key + "\" takes one value");
                }
                variables.put(variable, parser.getString());
            }
            return variables;
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new UsageException(file + ":" + at.getLineNr() + ":" + at.getColumnNr() + ": not valid YAML: "
                    + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + e.getMessage());
        }
    }

    private static UsageException wrong(Path file, JsonParser parser, String message) {
        var at = parser.currentTokenLocation();
        return new UsageException(file + ":" + at.getLineNr() + ":" + at.getColumnNr() + ": " + message);
    }
}
