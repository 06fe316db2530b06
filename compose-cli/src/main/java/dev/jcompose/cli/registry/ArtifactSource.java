package dev.jcompose.cli.registry;

import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.model.remote.RemoteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Compose projects that {@code docker compose publish} put into a registry: {@code oci://registry/name:tag}. Each digest is
 * fetched once and kept in a directory of its own.
 */
public final class ArtifactSource implements RemoteSource {

    private static final String SCHEME = "oci://";
    private static final String PROJECT = "application/vnd.docker.compose.project";
    private static final String PROJECT_CONFIG = "application/vnd.docker.compose.config.empty.v1+json";
    private static final String FILE = "application/vnd.docker.compose.file+yaml";
    private static final String VARIABLES = "application/vnd.docker.compose.envfile";
    private static final String MAIN = "compose.yaml";

    /** A part of the artifact. */
    private record Layer(String mediaType, String digest, Map<String, String> annotations) {
        private Layer {
            annotations = Map.copyOf(annotations);
        }
    }

    private final Path cache;
    private final Map<String, String> environment;

    /**
     * @param cache where artifacts are kept; made when needed
     * @param environment of the user, for credentials
     */
    public ArtifactSource(Path cache, Map<String, String> environment) {
        this.cache = cache;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public boolean accepts(String name) {
        return name.startsWith(SCHEME);
    }

    @Override
    public Checkout fetch(String name) throws IOException, InterruptedException {
        RegistryName wanted = RegistryName.parse(name.substring(SCHEME.length()));
        try (var registry = new RegistryReader(environment)) {
            byte[] manifest = registry.manifest(wanted);
            Path root = cache.resolve(RegistryReader.digestOf(manifest).replace(':', '-'));
            if (!Files.isDirectory(root)) {
                keep(files(registry, wanted, layers(manifest, wanted)), root);
            }
            return new Checkout(root, root.resolve(MAIN));
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + name + "\" is not the name of an artifact: " + e.getMessage(), e);
        }
    }

    private static List<Layer> layers(byte[] manifest, RegistryName name) throws IOException {
        var layers = new ArrayList<Layer>();
        var types = new ArrayList<String>();
        JsonCursor.read(manifest, cursor -> {
            cursor.object(field -> {
                switch (field) {
                    case "artifactType" -> types.add(cursor.text());
                    case "config" -> types.add(layer(cursor).mediaType());
                    case "layers" -> cursor.array(() -> layers.add(layer(cursor)));
                    default -> {}
                }
            });
            return true;
        });
        if (!types.contains(PROJECT) && !types.contains(PROJECT_CONFIG)) {
            throw new IOException(name + " is not a Compose project, but " + types);
        }
        return layers;
    }

    private static Layer layer(JsonCursor cursor) {
        var texts = new LinkedHashMap<String, String>();
        var annotations = new LinkedHashMap<String, String>();
        cursor.object(field -> {
            switch (field) {
                case "mediaType", "digest" -> texts.put(field, cursor.text());
                case "annotations" -> annotations.putAll(cursor.textMap());
                default -> {}
            }
        });
        return new Layer(texts.getOrDefault("mediaType", ""), texts.getOrDefault("digest", ""), annotations);
    }

    /** The files by name: those of {@code -f} become the documents of one, those of {@code extends} keep their names. */
    private static SequencedMap<String, byte[]> files(RegistryReader registry, RegistryName name, List<Layer> layers)
            throws IOException, InterruptedException {
        var files = new LinkedHashMap<String, byte[]>();
        var main = new ByteArrayOutputStream();
        for (Layer layer : layers) {
            String own = layer.annotations().getOrDefault("com.docker.compose.file", MAIN);
            switch (layer.mediaType()) {
                case FILE -> {
                    byte[] text = registry.blob(name, layer.digest());
                    if (layer.annotations().containsKey("com.docker.compose.extends")) {
                        files.put(own, text);
                    } else {
                        main.writeBytes((main.size() == 0 ? "" : "\n---\n").getBytes(StandardCharsets.UTF_8));
                        main.writeBytes(text);
                    }
                }
                case VARIABLES ->
                    files.put(
                            layer.annotations().getOrDefault("com.docker.compose.envfile", ".env"),
                            registry.blob(name, layer.digest()));
                default -> {}
            }
        }
        if (main.size() == 0) {
            throw new IOException(name + " has no Compose file");
        }
        files.put(MAIN, main.toByteArray());
        return files;
    }

    /** Made beside its place and moved there, so that what is in the cache is always complete. */
    private void keep(SequencedMap<String, byte[]> files, Path root) throws IOException {
        Files.createDirectories(cache);
        Path draft = Files.createTempDirectory(cache, ".new-");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(inside(draft, file.getKey()), file.getValue());
            }
            Files.move(draft, root, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            if (!Files.isDirectory(root)) {
                throw e;
            }
            // Another process was faster with the same artifact, which is as good.
        } finally {
            delete(draft);
        }
    }

    /** The artifact names its files itself, and must not name one anywhere else. */
    private static Path inside(Path root, String name) throws IOException {
        Path path;
        try {
            path = root.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("the artifact has a file with an impossible name", e);
        }
        if (!root.equals(path.getParent())) {
            throw new IOException("the artifact has a file that would be written elsewhere: " + name);
        }
        return path;
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : new ArrayList<>(tree.toList()).reversed()) {
                Files.delete(path);
            }
        }
    }
}
