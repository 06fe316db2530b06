package dev.jcompose.engine.provider;

import dev.jcompose.model.Project;
import dev.jcompose.model.Provider;
import dev.jcompose.model.Service;
import dev.jcompose.planner.plan.Step.Provision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * The program that provides one service.
 *
 * @see <a href="https://github.com/docker/compose/blob/main/docs/extension.md">its contract with Docker Compose</a>
 */
public final class ProviderProgram {
    /** How much of what it complains of a failure shows. */
    private static final int TAIL = 1024;

    private final Project project;
    private final Service service;
    private final Provider provider;
    private final Map<String, String> environment;

    /** @param endpoint variables that lead Docker clients to the engine */
    public ProviderProgram(Project project, Service service, Map<String, String> endpoint) {
        this.project = project;
        this.service = service;
        this.provider = service.provider().orElseThrow();
        this.environment = new LinkedHashMap<>(project.environment());
        environment.putAll(endpoint);
    }

    /**
     * Calls it and waits for its end. A provider that knows no {@code stop} is not asked for it.
     *
     * @param variables takes what it wants to be set in the services that depend on it
     * @param progress takes what it tells of its progress
     */
    public void call(Provision provision, ProvidedVariables variables, Consumer<String> progress)
            throws ProviderException, InterruptedException {
        Path binary = ProviderBinary.find(provider.type(), environment, project.workingDirectory());
        String command = provision.name().toLowerCase(Locale.ROOT);
        var metadata = metadata(binary);
        var declared =
                metadata.flatMap(known -> Optional.ofNullable(known.commands().get(command)));
        if (provision == Provision.STOP && declared.isEmpty()) {
            return;
        }
        List<String> words =
                new ArrayList<>(List.of(binary.toString(), "compose", "--project-name=" + project.name(), command));
        words.addAll(options(declared));
        words.add(service.name());
        run(words, line -> accept(line, variables, progress));
    }

    private Optional<ProviderMetadata> metadata(Path binary) throws InterruptedException {
        var text = new StringBuilder();
        try {
            run(
                    List.of(binary.toString(), "compose", "metadata"),
                    line -> text.append(line).append('\n'));
        } catch (ProviderException e) {
            return Optional.empty(); // it need not have any
        }
        return ProviderMetadata.parse(text.toString());
    }

    private List<String> options(Optional<Map<String, Boolean>> declared) throws ProviderException {
        for (var parameter : declared.orElse(Map.of()).entrySet()) {
            if (parameter.getValue() && !provider.options().containsKey(parameter.getKey())) {
                throw failure("requires the option \"" + parameter.getKey() + "\"");
            }
        }
        List<String> words = new ArrayList<>();
        provider.options().forEach((name, values) -> {
            if (declared.isEmpty() || declared.get().containsKey(name)) {
                values.forEach(value -> words.add("--" + name + "=" + value));
            }
        });
        return words;
    }

    private void accept(String line, ProvidedVariables variables, Consumer<String> progress) throws ProviderException {
        if (line.isBlank()) {
            return;
        }
        ProviderMessage message;
        try {
            message = ProviderMessage.parse(line);
        } catch (ProviderException e) {
            var failure = failure("wrote what " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
        switch (message.type()) {
            case "info" -> progress.accept(message.message());
            case "error" -> throw failure("failed: " + message.message());
            case "debug" -> {}
            case "setenv" -> variables.set(service.name(), name(message), value(message));
            case "rawsetenv" -> variables.setRaw(service.name(), name(message), value(message));
            default -> throw failure("wrote a message of unknown type \"" + message.type() + "\"");
        }
    }

    private String name(ProviderMessage message) throws ProviderException {
        int equals = message.message().indexOf('=');
        if (equals < 1) {
            throw failure("wants to set a variable, but wrote \"" + message.message() + "\" for NAME=VALUE");
        }
        return message.message().substring(0, equals);
    }

    private static String value(ProviderMessage message) {
        return message.message().substring(message.message().indexOf('=') + 1);
    }

    /** Takes lines of output. */
    private interface Lines {
        void accept(String line) throws ProviderException;
    }

    private void run(List<String> words, Lines lines) throws ProviderException, InterruptedException {
        var builder =
                new ProcessBuilder(words).directory(project.workingDirectory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            var failure = failure("cannot be run: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
        var complaints = new FutureTask<>(
                () -> new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        // Both streams are read by threads of their own, so that an interrupt finds this one waiting for the process.
        var output = new FutureTask<>(() -> {
            try (var reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.accept(line);
                }
            } catch (ProviderException e) {
                // It may go on after a message that makes no sense. By its handle: the streams are others' to close.
                process.toHandle().destroy();
                throw e;
            }
            return true;
        });
        Thread.ofVirtual().name("provider-err").start(complaints);
        Thread.ofVirtual().name("provider-out").start(output);
        try {
            output.get();
            int code = process.waitFor();
            if (code != 0) {
                String said = complaints.get();
                throw failure("exited with code " + code
                        + (said.isEmpty() ? "" : ": " + said.substring(Math.max(0, said.length() - TAIL))));
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ProviderException failure -> throw failure;
                case null, default -> {
                    var failure = failure("could not be read: " + e.getCause());
                    failure.initCause(e);
                    throw failure;
                }
            }
        } finally {
            process.destroy();
        }
    }

    private ProviderException failure(String what) {
        return new ProviderException(
                "service \"" + service.name() + "\": provider \"" + provider.type() + "\" " + what);
    }
}
