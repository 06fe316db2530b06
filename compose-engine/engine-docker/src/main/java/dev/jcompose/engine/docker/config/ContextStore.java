package dev.jcompose.engine.docker.config;

import dev.jcompose.engine.docker.json.JsonCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The contexts that {@code docker context create} wrote. */
public final class ContextStore {
    private final Path folder;

    /** @param configFolder {@code ~/.docker} or what {@code DOCKER_CONFIG} names */
    public ContextStore(Path configFolder) {
        this.folder = configFolder.resolve("contexts");
    }

    /**
     * An engine that a context leads to.
     *
     * @param host in {@code DOCKER_HOST} form
     * @param tlsFolder holds {@code ca.pem}, {@code cert.pem} and {@code key.pem}; absent for no key material
     * @param skipVerify whether the engine's certificate is not to be checked
     */
    public record Context(String name, String host, Optional<Path> tlsFolder, boolean skipVerify) {}

    /**
     * Looks a context up.
     *
     * @return empty when there is no context of this name
     * @throws IOException naming the file that cannot be read or understood
     */
    public Optional<Context> find(String name) throws IOException {
        String digest = digest(name);
        Path file = folder.resolve("meta").resolve(digest).resolve("meta.json");
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        var found = new Object() {
            String host = "";
            boolean skipVerify;
        };
        try {
            JsonCursor.read(text, cursor -> {
                cursor.object(section -> {
                    if (section.equals("Endpoints")) {
                        cursor.object(kind -> {
                            if (kind.equals("docker")) {
                                cursor.object(field -> {
                                    switch (field) {
                                        case "Host" -> found.host = cursor.text();
                                        case "SkipTLSVerify" -> found.skipVerify = cursor.truth();
                                        default -> {}
                                    }
                                });
                            }
                        });
                    }
                });
                return found;
            });
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        Path tls = folder.resolve("tls").resolve(digest).resolve("docker");
        return Optional.of(new Context(
                name, found.host, Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty(), found.skipVerify));
    }

    private static String digest(String name) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
