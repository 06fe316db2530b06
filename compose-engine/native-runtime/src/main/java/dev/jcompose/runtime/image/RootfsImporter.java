package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes an image of one layer from the tar of a root file system. */
final class RootfsImporter {
    private final Inventory inventory;
    private final LayerInstaller installer;

    RootfsImporter(Inventory inventory, LayerInstaller installer) {
        this.inventory = inventory;
        this.installer = installer;
    }

    Image run(InputStream rootfs, RootfsImport options) throws IOException, InterruptedException {
        try (Inventory.Hold _ = inventory.hold()) {
            Digest blob = inventory.blobs().put(rootfs);
            Digest diffId = plainDigest(blob);
            var layer = Descriptor.of(
                    Decompression.mediaType(inventory.blobs().path(blob)),
                    blob,
                    inventory.blobs().size(blob));
            installer.install(List.of(diffId), layer, () -> {}, ProgressListener.none());
            Instant now = inventory.clock().instant();
            var config = new ConfigDocument(
                    options.platform(),
                    Optional.of(now),
                    "",
                    options.message(),
                    options.config(),
                    List.of(diffId),
                    List.of(new HistoryEntry(Optional.of(now), "", "", options.message(), false)));
            Digest id = inventory.blobs().put(config.toBytes());
            return inventory.admit(
                    id,
                    config,
                    options.name().map(ImageName::withDefaultTag).stream().toList());
        } finally {
            inventory.collect(); // the blob of an archive that proved to be none
        }
    }

    private Digest plainDigest(Digest blob) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        try (InputStream in =
                Decompression.of(Files.newInputStream(inventory.blobs().path(blob)))) {
            new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
        }
        return Digest.finish(sha256);
    }
}
