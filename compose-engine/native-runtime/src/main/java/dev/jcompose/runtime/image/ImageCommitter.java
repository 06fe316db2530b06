package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Puts a layer on an image and calls the result an image. */
final class ImageCommitter {
    private static final int BUFFER = 64 * 1024;

    private final Inventory inventory;
    private final LayerInstaller installer;

    ImageCommitter(Inventory inventory, LayerInstaller installer) {
        this.inventory = inventory;
        this.installer = installer;
    }

    Image run(ImageCommit commit, LayerContent content) throws IOException, InterruptedException {
        try (Inventory.Hold _ = inventory.hold()) {
            ConfigDocument parent = inventory.locked(catalog -> catalog.config(commit.parent()));
            Optional<Layer> layer = layer(content);
            List<Digest> diffIds = new ArrayList<>(parent.diffIds());
            if (layer.isPresent()) {
                diffIds.add(layer.get().diffId());
                installer.install(diffIds, layer.get().blob(), () -> {}, ProgressListener.none());
            }
            Instant now = inventory.clock().instant();
            List<HistoryEntry> history = new ArrayList<>(parent.history());
            history.add(new HistoryEntry(
                    Optional.of(now), commit.createdBy(), commit.author(), commit.comment(), layer.isEmpty()));
            var config = new ConfigDocument(
                    parent.platform(),
                    Optional.of(now),
                    commit.author(),
                    commit.comment(),
                    commit.config(),
                    diffIds,
                    history);
            Digest id = inventory.blobs().put(config.toBytes());
            return inventory.admit(
                    id,
                    config,
                    commit.name().map(ImageName::withDefaultTag).stream().toList());
        } finally {
            inventory.collect(); // the blob of a layer that turned out to be none
        }
    }

    /** A layer on its way: the digest of the plain tar, and the blob. */
    private record Layer(Digest diffId, Descriptor blob) {}

    /** Compressed for speed: it is written once more to a registry at most, and unpacked right away. */
    private Optional<Layer> layer(LayerContent content) throws IOException {
        MessageDigest plain = Digest.newSha256();
        boolean[] any = {false};
        Digest blob = inventory.blobs().put(out -> {
            try (var gzip = new FastGzip(out);
                    var digesting = new DigestOutputStream(gzip, plain)) {
                any[0] = content.write(digesting);
            }
        });
        return any[0]
                ? Optional.of(new Layer(
                        Digest.finish(plain),
                        Descriptor.of(
                                MediaTypes.OCI_LAYER_GZIP,
                                blob,
                                inventory.blobs().size(blob))))
                : Optional.empty();
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
