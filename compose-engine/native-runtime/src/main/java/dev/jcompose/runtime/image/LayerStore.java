package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.ContentCalls;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.store.AtomicFile;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Unpacked layers by chain id: {@code layers/<hex>/diff} with a small record beside it, and {@code l/<short>}, a link to it
 * whose name is short enough for a hundred of them in one mount(2).
 */
final class LayerStore {
    /** 104 bits, so that no two layers share it, and 128 layers still fit one page of mount options. */
    private static final int SHORT_NAME = 26;

    /**
     * What is known of a layer.
     *
     * @param size bytes of its files
     * @param hidesLower whether nothing of the layers below it is to be seen
     * @param blob the tar it was unpacked from
     */
    record Layer(Digest diffId, long size, boolean hidesLower, Descriptor blob) {}

    private final StateRoot root;
    private final Path layers;
    private final Path links;
    private final Path base;
    private final Map<Digest, Layer> known = new ConcurrentHashMap<>();

    private LayerStore(StateRoot root) throws IOException {
        this.root = root;
        this.base = root.directory("images");
        this.layers = root.directory("images/layers");
        this.links = root.directory("images/l");
    }

    static LayerStore open(StateRoot root) throws IOException {
        var store = new LayerStore(root);
        try (var entries = Files.newDirectoryStream(store.layers)) {
            for (Path entry : entries) {
                store.load(entry);
            }
        }
        return store;
    }

    /** The chain ids of layers with these diff ids: each stands for a layer and all below it. */
    static List<Digest> chainIds(List<Digest> diffIds) {
        var result = new ArrayList<Digest>(diffIds.size());
        for (Digest diffId : diffIds) {
            result.add(
                    result.isEmpty()
                            ? diffId
                            : Digest.of((result.getLast() + " " + diffId).getBytes(StandardCharsets.US_ASCII)));
        }
        return result;
    }

    List<Digest> chainIds() {
        return List.copyOf(known.keySet());
    }

    boolean has(Digest chainId) {
        return known.containsKey(chainId);
    }

    Layer get(Digest chainId) throws ImageException {
        Layer layer = known.get(chainId);
        if (layer == null) {
            throw new ImageException(
                    Kind.STORE_FAILED,
                    "layer " + chainId.shortHex() + " is missing from the store: pull the image again");
        }
        return layer;
    }

    Path base() {
        return base;
    }

    LayerDirectory directory(Digest chainId) {
        return new LayerDirectory(diff(chainId), "l/" + chainId.hex().substring(0, SHORT_NAME));
    }

    /**
     * Unpacks a layer. Nothing of it is to be seen before all of it is there.
     *
     * @param blob the tar, plain or compressed
     * @throws ImageException DIGEST_MISMATCH if the plain tar is not {@code diffId}; see also {@link LayerUnpacker}
     */
    void unpack(Digest chainId, Digest diffId, Descriptor descriptor, InputStream blob)
            throws IOException, InterruptedException {
        Path work = root.temporary("layer");
        try {
            Path diff = Files.createDirectories(work.resolve("diff"));
            Path discarded = Files.createDirectory(work.resolve("discarded"));
            MessageDigest sha256 = Digest.newSha256();
            var plain = new DigestInputStream(Decompression.of(blob), sha256);
            LayerUnpacker.Unpacked unpacked = LayerUnpacker.unpack(plain, diff, discarded);
            plain.transferTo(java.io.OutputStream.nullOutputStream()); // what pads the archive is part of the digest
            Digest actual = Digest.finish(sha256);
            if (!actual.equals(diffId)) {
                throw new ImageException(
                        Kind.DIGEST_MISMATCH,
                        "layer " + diffId.shortHex() + " has other content than its image says: " + actual);
            }
            root.trash().discard(discarded);
            add(work, chainId, new Layer(diffId, unpacked.size(), unpacked.hidesLower(), descriptor));
        } finally {
            root.trash().discard(work);
        }
    }

    /** Waits until all layers are on the disk: before the first record that counts on them. */
    void sync() throws IOException {
        try (Fd fd = FileCalls.open(layers, FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0)) {
            ContentCalls.syncFileSystem(fd);
        }
    }

    /** Takes away the layers that are not kept. */
    void retain(Predicate<Digest> kept) throws IOException {
        for (Digest chainId : List.copyOf(known.keySet())) {
            if (!kept.test(chainId)) {
                known.remove(chainId);
                Files.deleteIfExists(link(chainId));
                root.trash().discard(layers.resolve(chainId.hex()));
            }
        }
    }

    private void add(Path work, Digest chainId, Layer layer) throws IOException {
        AtomicFile.write(
                work.resolve("layer.json"),
                JsonObject.builder()
                        .put("diffId", layer.diffId().toString())
                        .put("size", layer.size())
                        .put("hidesLower", layer.hidesLower())
                        .put("blob", layer.blob().toJson())
                        .build()
                        .toBytes());
        Files.move(work, layers.resolve(chainId.hex()), StandardCopyOption.ATOMIC_MOVE);
        makeLink(chainId);
        known.put(chainId, layer);
    }

    private void load(Path entry) throws IOException {
        var chainId = new Digest(String.valueOf(entry.getFileName()));
        JsonObject json;
        try {
            json = JsonObject.parse(Files.readAllBytes(entry.resolve("layer.json")));
        } catch (NoSuchFileException | MalformedJsonException e) {
            // A power cut before the layer was on the disk. No image counts on it: that would have waited for the disk.
            root.trash().discard(entry);
            return;
        }
        known.put(
                chainId,
                new Layer(
                        Digest.parse(json.requireString("diffId")),
                        json.requireNumber("size"),
                        json.isTrue("hidesLower"),
                        Descriptor.fromJson(json.requireObject("blob"))));
        makeLink(chainId);
    }

    private void makeLink(Digest chainId) throws IOException {
        Path link = link(chainId);
        if (!Files.isSymbolicLink(link)) {
            Files.createSymbolicLink(link, Path.of("..", "layers", chainId.hex(), "diff"));
        }
    }

    private Path link(Digest chainId) {
        return links.resolve(chainId.hex().substring(0, SHORT_NAME));
    }

    private Path diff(Digest chainId) {
        return layers.resolve(chainId.hex()).resolve("diff");
    }
}
