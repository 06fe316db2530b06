package dev.jcompose.engine.docker.config;

import dev.jcompose.engine.docker.json.JsonCursor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the credentials of a registry in the settings or through the helper program they name. */
public final class RegistryCredentials {
    /** How Docker's clients have always called Docker Hub in their settings. */
    public static final String HUB = "https://index.docker.io/v1/";

    private final DockerConfig config;
    private final Map<String, String> environment;
    private final Map<String, Optional<RegistryCredential>> found = new ConcurrentHashMap<>();

    /** @param environment of the user: helpers are looked up in its {@code PATH} and run with it */
    public RegistryCredentials(DockerConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = Map.copyOf(environment);
    }

    /** The registry that a reference leads to: {@code docker.io} for names without a host. */
    public static String registryOf(String reference) {
        int slash = reference.indexOf('/');
        if (slash < 0) {
            return "docker.io";
        }
        String first = reference.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return !host || first.equals("index.docker.io") ? "docker.io" : first;
    }

    /**
     * The credentials for pulling a reference; empty means anonymously.
     *
     * @throws IOException when a helper program fails, with its words
     */
    public Optional<RegistryCredential> forImage(String reference) throws IOException, InterruptedException {
        String host = registryOf(reference);
        String registry = host.equals("docker.io") ? HUB : host;
        var known = found.get(registry);
        if (known != null) {
            return known;
        }
        var credential = lookUp(registry).filter(c -> !c.isEmpty());
        found.put(registry, credential);
        return credential;
    }

    private Optional<RegistryCredential> lookUp(String registry) throws IOException, InterruptedException {
        var helper = config.helperFor(registry);
        if (helper.isPresent()) {
            return ask(helper.get(), registry);
        }
        var exact = config.auths().get(registry);
        if (exact != null) {
            return Optional.of(exact);
        }
        // Settings also carry addresses with a scheme or a path: what counts is the host.
        return config.auths().entrySet().stream()
                .filter(entry -> hostOf(entry.getKey()).equals(hostOf(registry)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String hostOf(String address) {
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /** Protocol of docker-credential-helpers: the address on standard input, a JSON object on standard output. */
    private Optional<RegistryCredential> ask(String helper, String registry) throws IOException, InterruptedException {
        String program = "docker-credential-" + helper;
        var builder = new ProcessBuilder(resolve(program), "get");
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            var errors = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try (var stream = process.getErrorStream()) {
                    errors.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    errors.complete("");
                }
            });
            tell(process, registry + "\n");
            byte[] output = process.getInputStream().readAllBytes();
            int exit = process.waitFor();
            if (exit == 0) {
                return Optional.of(JsonCursor.read(output, cursor -> credential(registry, cursor.textMap())));
            }
            String words = (new String(output, StandardCharsets.UTF_8) + errors.join()).strip();
            if (words.contains("credentials not found")) {
                return Optional.empty();
            }
            throw new IOException(program + " get " + registry + " ended with exit code " + exit + ": " + words);
        } finally {
            process.destroy();
        }
    }

    private static void tell(Process helper, String question) {
        try (var input = helper.getOutputStream()) {
            input.write(question.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without listening: its answer and exit code say why.
            return;
        }
    }

    private static RegistryCredential credential(String registry, Map<String, String> fields) {
        String user = fields.getOrDefault("Username", "");
        String secret = fields.getOrDefault("Secret", "");
        return user.equals("<token>")
                ? new RegistryCredential(registry, "", "", secret, "")
                : new RegistryCredential(registry, user, secret, "", "");
    }

    private String resolve(String program) throws IOException {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return Path.of(folder, program).toString();
            }
        }
        throw new IOException(program + " is not in PATH, but "
                + config.folder().resolve("config.json") + " says that it keeps the registry credentials");
    }
}
