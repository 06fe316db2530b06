package dev.jcompose.runtime.image;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes images as one archive for all readers: an OCI layout, with the {@code manifest.json} of {@code docker save} beside
 * its index. Layers are written as they were fetched.
 */
final class ImageSave {
    private static final String BLOBS = "blobs/sha256/";

    private final Inventory inventory;
    private final TarWriter tar;
    private final Set<Digest> written = new HashSet<>();
    private final List<JsonObject> indexEntries = new ArrayList<>();
    private final List<JsonObject> dockerEntries = new ArrayList<>();

    ImageSave(Inventory inventory, OutputStream out) {
        this.inventory = inventory;
        this.tar = new TarWriter(out);
    }

    void run(Collection<String> names) throws IOException {
        try (Inventory.Hold _ = inventory.hold()) {
            for (Map.Entry<Digest, List<ImageName>> image : byImage(names).entrySet()) {
                write(image.getKey(), image.getValue());
            }
            tar.file("index.json", index().toBytes());
            tar.file("manifest.json", array(dockerEntries));
            tar.file(
                    "oci-layout",
                    JsonObject.builder()
                            .put("imageLayoutVersion", "1.0.0")
                            .build()
                            .toBytes());
            tar.finish();
        }
    }

    /** Images in the order asked for, each with the tags by which it was asked for. */
    private Map<Digest, List<ImageName>> byImage(Collection<String> names) throws IOException {
        return inventory.locked(catalog -> {
            var result = new LinkedHashMap<Digest, List<ImageName>>();
            for (String name : names) {
                Digest id = catalog.find(name).orElseThrow(() -> ImageStore.noSuchImage(name));
                List<ImageName> tags = result.computeIfAbsent(id, ignored -> new ArrayList<>());
                if (!catalog.isId(name, id)) {
                    ImageName parsed = ImageName.parse(name).withDefaultTag();
                    if (parsed.digest().isEmpty()) {
                        tags.add(parsed);
                    }
                }
            }
            return result;
        });
    }

    private void write(Digest id, List<ImageName> tags) throws IOException {
        byte[] configBytes = inventory.blobs().read(id, ConfigDocument.MAX_SIZE);
        var layers = new ArrayList<Descriptor>();
        for (Digest chainId :
                LayerStore.chainIds(ConfigDocument.parse(configBytes).diffIds())) {
            layers.add(inventory.layers().get(chainId).blob().asOciLayer());
        }
        for (Descriptor layer : layers) {
            writeBlob(layer);
        }
        write(id, configBytes);
        byte[] manifest = new Manifest.ImageManifest(
                        Descriptor.of(MediaTypes.OCI_CONFIG, id, configBytes.length), layers)
                .toBytes();
        Digest manifestDigest = Digest.of(manifest);
        write(manifestDigest, manifest);
        indexEntries.addAll(indexEntries(manifestDigest, manifest.length, tags));
        dockerEntries.add(JsonObject.builder()
                .put("Config", BLOBS + id.hex())
                .putStrings("RepoTags", tags.stream().map(ImageName::familiar).toList())
                .putStrings(
                        "Layers",
                        layers.stream()
                                .map(layer -> BLOBS + layer.digest().hex())
                                .toList())
                .build());
    }

    private void writeBlob(Descriptor blob) throws IOException {
        if (written.add(blob.digest())) {
            try (InputStream in = Files.newInputStream(inventory.blobs().path(blob.digest()))) {
                tar.file(BLOBS + blob.digest().hex(), blob.size(), in);
            }
        }
    }

    private void write(Digest digest, byte[] bytes) throws IOException {
        if (written.add(digest)) {
            tar.file(BLOBS + digest.hex(), bytes);
        }
    }

    private static List<JsonObject> indexEntries(Digest manifest, long size, List<ImageName> tags) {
        Descriptor plain = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest, size);
        if (tags.isEmpty()) {
            return List.of(plain.toJson());
        }
        return tags.stream()
                .map(tag -> plain.toJson().toBuilder()
                        .put(
                                "annotations",
                                JsonObject.builder()
                                        .put("io.containerd.image.name", tag.canonical())
                                        .put(
                                                "org.opencontainers.image.ref.name",
                                                tag.tag().orElse("latest"))
                                        .build())
                        .build())
                .toList();
    }

    private JsonObject index() {
        return JsonObject.builder()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_INDEX)
                .putObjects("manifests", indexEntries)
                .build();
    }

    private static byte[] array(List<JsonObject> objects) {
        var text = new StringBuilder("[");
        for (JsonObject object : objects) {
            text.append(text.length() > 1 ? "," : "").append(object);
        }
        return text.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }
}
