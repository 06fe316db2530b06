package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.AtomicFile;
import dev.jcompose.runtime.store.JsonCodec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import dev.jcompose.runtime.store.RecordDirectory;
import dev.jcompose.runtime.store.StateException;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which images there are, and the names that lead to them. All of it is in memory, each change is on the disk before it is
 * to be seen. Not for several threads at once: {@link ImageStore} locks.
 */
final class ImageCatalog {
    private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?([0-9a-f]{1,64})");

    /** What is kept of an image beside its configuration, which is a blob. */
    private record Admission(Instant admittedAt) {
        static final JsonCodec<Admission> CODEC = new JsonCodec<>() {
            @Override
            public JsonObject toJson(Admission value) {
                return JsonObject.builder()
                        .put("admittedAt", value.admittedAt())
                        .build();
            }

            @Override
            public Admission fromJson(JsonObject json) throws MalformedJsonException {
                return new Admission(json.time("admittedAt")
                        .orElseThrow(() -> new MalformedJsonException("\"admittedAt\" is missing")));
            }
        };
    }

    private final Path namesFile;
    private final RecordDirectory<Admission> records;
    private final LayerStore layers;
    private final Map<Digest, ConfigDocument> images = new HashMap<>();
    private final SequencedMap<String, Digest> names = new TreeMap<>();

    private ImageCatalog(Path namesFile, RecordDirectory<Admission> records, LayerStore layers) {
        this.namesFile = namesFile;
        this.records = records;
        this.layers = layers;
    }

    static ImageCatalog open(StateRoot root, BlobStore blobs, LayerStore layers) throws IOException {
        Path directory = root.directory("images");
        AtomicFile.sweep(directory);
        var catalog = new ImageCatalog(
                directory.resolve("names.json"),
                RecordDirectory.open(root.directory("images/records"), Admission.CODEC),
                layers);
        for (String hex : catalog.records.loadAll().keySet()) {
            var id = new Digest(hex);
            catalog.images.put(id, ConfigDocument.parse(blobs.read(id, ConfigDocument.MAX_SIZE)));
        }
        catalog.loadNames();
        return catalog;
    }

    private void loadNames() throws IOException {
        if (!Files.exists(namesFile)) {
            return;
        }
        try {
            JsonObject.parse(Files.readAllBytes(namesFile)).stringMap("names").forEach((name, id) -> {
                Digest digest = Digest.parse(id);
                if (images.containsKey(digest)) { // else the engine died between taking the image and its name away
                    names.put(name, digest);
                }
            });
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new StateException("the state file " + namesFile + " is damaged: " + e.getMessage(), e);
        }
    }

    boolean has(Digest id) {
        return images.containsKey(id);
    }

    List<Digest> ids() {
        return List.copyOf(images.keySet());
    }

    ConfigDocument config(Digest id) throws ImageException {
        ConfigDocument config = images.get(id);
        if (config == null) {
            throw new ImageException(Kind.NOT_FOUND, "No such image: " + id);
        }
        return config;
    }

    /** Adds an image whose configuration and layers are in their stores already. */
    void add(Digest id, ConfigDocument config, Instant now) throws IOException {
        if (!images.containsKey(id)) {
            records.save(id.hex(), new Admission(now));
            images.put(id, config);
        }
    }

    void remove(Digest id) throws IOException {
        takeNames(namesOf(id));
        records.delete(id.hex());
        images.remove(id);
    }

    /** Lets names lead to the image, whatever they led to before. */
    void giveNames(Digest id, List<ImageName> added) throws IOException {
        var changed = new TreeMap<>(names);
        added.forEach(name -> changed.put(name.canonical(), id));
        replaceNames(changed);
    }

    void takeNames(List<ImageName> taken) throws IOException {
        var changed = new TreeMap<>(names);
        taken.forEach(name -> changed.remove(name.canonical()));
        replaceNames(changed);
    }

    private void replaceNames(SequencedMap<String, Digest> changed) throws IOException {
        if (changed.equals(names)) {
            return;
        }
        var json = new LinkedHashMap<String, String>();
        changed.forEach((name, id) -> json.put(name, id.toString()));
        AtomicFile.write(
                namesFile,
                JsonObject.builder().putStringMap("names", json).build().toBytes());
        names.clear();
        names.putAll(changed);
    }

    /** The names that lead to the image, in order. */
    List<ImageName> namesOf(Digest id) throws ImageException {
        var result = new ArrayList<ImageName>();
        for (Map.Entry<String, Digest> entry : names.entrySet()) {
            if (entry.getValue().equals(id)) {
                result.add(ImageName.parse(entry.getKey()));
            }
        }
        return result;
    }

    /** What the text names: a name, an id, or the beginning of just one id. */
    Optional<Digest> find(String text) {
        if (Digest.isDigest(text) && images.containsKey(Digest.parse(text))) {
            return Optional.of(Digest.parse(text));
        }
        return name(text).flatMap(this::find).or(() -> idBeginningWith(text));
    }

    Optional<Digest> find(ImageName name) {
        ImageName looked = name.digest().map(name::withDigest).orElseGet(name::withDefaultTag);
        return Optional.ofNullable(names.get(looked.canonical()));
    }

    /** Whether the text is taken for an id, not for a name. */
    boolean isId(String text, Digest found) {
        return name(text).flatMap(this::find).isEmpty()
                && ID_PREFIX.matcher(text).matches()
                && images.containsKey(found);
    }

    private static Optional<ImageName> name(String text) {
        try {
            return Optional.of(ImageName.parse(text));
        } catch (ImageException e) {
            return Optional.empty(); // then it can only be an id
        }
    }

    private Optional<Digest> idBeginningWith(String text) {
        var matcher = ID_PREFIX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Digest> matching = images.keySet().stream()
                .filter(id -> id.hex().startsWith(matcher.group(1)))
                .limit(2)
                .toList();
        return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
    }

    Image image(Digest id) throws ImageException {
        ConfigDocument config = config(id);
        var tags = new ArrayList<String>();
        var digests = new ArrayList<String>();
        for (ImageName name : namesOf(id)) {
            (name.digest().isPresent() ? digests : tags).add(name.familiar());
        }
        var sizes = new ArrayList<Long>();
        for (Digest chainId : LayerStore.chainIds(config.diffIds())) {
            sizes.add(layers.has(chainId) ? layers.get(chainId).size() : 0L);
        }
        return new Image(
                id,
                tags,
                digests,
                config.created(),
                config.author(),
                config.comment(),
                config.platform(),
                sizes.stream().mapToLong(Long::longValue).sum(),
                config.config(),
                config.diffIds(),
                sizes,
                config.history());
    }

    List<Image> newestFirst() throws ImageException {
        var result = new ArrayList<Image>();
        for (Digest id : images.keySet()) {
            result.add(image(id));
        }
        result.sort(Comparator.comparing((Image image) -> image.created().orElse(Instant.EPOCH))
                .reversed()
                .thenComparing(Image::id));
        return result;
    }
}
