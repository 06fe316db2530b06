package dev.jcompose.engine.docker.config;

import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.model.value.Copies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The settings in {@code config.json} that matter here.
 *
 * @param folder where the file and the contexts lie: {@code DOCKER_CONFIG}, else {@code ~/.docker}
 * @param currentContext empty when none is chosen
 * @param auths credentials written into the file itself, by registry
 * @param credentialHelpers name of a helper program by registry, without {@code docker-credential-}
 * @param credentialStore the helper for all other registries; empty when none
 * @param proxies environment for containers, by engine address or {@code default}
 * @see <a href="https://docs.docker.com/reference/cli/docker/#configuration-files">Docker CLI, configuration files</a>
 */
public record DockerConfig(
        Path folder,
        String currentContext,
        SequencedMap<String, RegistryCredential> auths,
        SequencedMap<String, String> credentialHelpers,
        String credentialStore,
        SequencedMap<String, SequencedMap<String, String>> proxies) {
    private static final List<String> PROXIES = List.of("http", "https", "ftp", "no", "all");

    public DockerConfig {
        auths = Copies.of(auths);
        credentialHelpers = Copies.of(credentialHelpers);
        proxies = Copies.of(proxies);
    }

    /** Where the settings lie for a user. */
    public static Path folder(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("DOCKER_CONFIG", "");
        return named.isEmpty() ? home.resolve(".docker") : Path.of(named);
    }

    /**
     * Reads the settings; a missing file is one without settings.
     *
     * @throws IOException naming the file that cannot be read or understood
     */
    public static DockerConfig load(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            text = new byte[0];
        }
        var reading = new Reading();
        if (!new String(text, StandardCharsets.UTF_8).isBlank()) {
            try {
                JsonCursor.read(text, cursor -> {
                    reading.read(cursor);
                    return reading;
                });
            } catch (IOException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
        return new DockerConfig(
                folder, reading.currentContext, reading.auths, reading.helpers, reading.store, reading.proxies);
    }

    /** The variables that containers get for proxies, in both spellings: those of this engine, else the default ones. */
    public SequencedMap<String, String> proxyEnvironment(String engine) {
        var settings = proxies.getOrDefault(engine, proxies.getOrDefault("default", Copies.of(Map.of())));
        var variables = new LinkedHashMap<String, String>();
        for (String kind : PROXIES) {
            String value = settings.getOrDefault(kind + "Proxy", "");
            if (!value.isEmpty()) {
                variables.put(kind.toUpperCase(Locale.ROOT) + "_PROXY", value);
                variables.put(kind + "_proxy", value);
            }
        }
        return Copies.of(variables);
    }

    /** The helper program that keeps the credentials of a registry, if one does. */
    Optional<String> helperFor(String registry) {
        String helper = credentialHelpers.getOrDefault(registry, credentialStore);
        return helper.isEmpty() ? Optional.empty() : Optional.of(helper);
    }

    private static final class Reading {
        private String currentContext = "";
        private String store = "";
        private SequencedMap<String, String> helpers = new LinkedHashMap<>();
        private final SequencedMap<String, RegistryCredential> auths = new LinkedHashMap<>();
        private final SequencedMap<String, SequencedMap<String, String>> proxies = new LinkedHashMap<>();

        void read(JsonCursor cursor) {
            cursor.object(name -> {
                switch (name) {
                    case "currentContext" -> currentContext = cursor.text();
                    case "credsStore" -> store = cursor.text();
                    case "credHelpers" -> helpers = cursor.textMap();
                    case "auths" -> cursor.object(registry -> auths.put(registry, credential(registry, cursor)));
                    case "proxies" -> cursor.object(address -> proxies.put(address, cursor.textMap()));
                    default -> {}
                }
            });
        }

        private static RegistryCredential credential(String registry, JsonCursor cursor) {
            var fields = cursor.textMap();
            String user = fields.getOrDefault("username", "");
            String password = fields.getOrDefault("password", "");
            String packed = fields.getOrDefault("auth", "");
            if (!packed.isEmpty()) {
                String unpacked = new String(Base64.getDecoder().decode(packed), StandardCharsets.UTF_8);
                int colon = unpacked.indexOf(':');
                if (colon >= 0) {
                    user = unpacked.substring(0, colon);
                    password = unpacked.substring(colon + 1).replace("\0", "");
                }
            }
            return new RegistryCredential(
                    registry,
                    user,
                    password,
                    fields.getOrDefault("identitytoken", ""),
                    fields.getOrDefault("registrytoken", ""));
        }
    }
}
