package dev.jcompose.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a command may know of the process it runs for. Two invocations can run side by side in one JVM.
 *
 * @param arguments without the program's name
 * @param environment the variables of the caller
 * @param workingDirectory absolute
 * @param out what other programs read; UTF-8
 * @param err progress, warnings and errors; UTF-8
 */
public record Invocation(
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Signals signals) {
    public Invocation {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** The value of a variable, unless it is unset or empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
