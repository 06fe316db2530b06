package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.AtomicFile;
import dev.jcompose.runtime.store.StateRoot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Blobs by the digest of their bytes, {@code blobs/sha256/<hex>}. A blob that is there is whole; one that is still being
 * fetched is in {@code partial} and can be continued by the next engine.
 */
final class BlobStore {
    /** What a pull fetched before it was broken off is kept for so long, in case somebody goes on with it. */
    static final Duration LIFETIME_UNUSED = Duration.ofDays(1);

    private static final int BUFFER = 128 * 1024;

    private final Path blobs;
    private final Path partial;
    private final StateRoot root;

    private BlobStore(StateRoot root, Path blobs, Path partial) {
        this.root = root;
        this.blobs = blobs;
        this.partial = partial;
    }

    static BlobStore open(StateRoot root, Instant now) throws IOException {
        var store = new BlobStore(root, root.directory("images/blobs/sha256"), root.directory("images/partial"));
        AtomicFile.sweep(store.blobs);
        try (var files = Files.newDirectoryStream(store.partial)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(LIFETIME_UNUSED))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return store;
    }

    boolean has(Digest digest) {
        return Files.exists(path(digest));
    }

    Path path(Digest digest) {
        return blobs.resolve(digest.hex());
    }

    long size(Digest digest) throws IOException {
        return Files.size(path(digest));
    }

    byte[] read(Digest digest, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(path(digest))) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ImageException(Kind.MALFORMED, "blob " + digest + " has more than " + limit + " bytes");
            }
            return bytes;
        }
    }

    /** Keeps a small document. */
    Digest put(byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        if (!has(digest)) {
            AtomicFile.write(path(digest), bytes);
        }
        return digest;
    }

    /** Keeps a stream of unknown digest, to its end. */
    Digest put(InputStream in) throws IOException {
        return put(in::transferTo);
    }

    /** Writes a blob; may close the stream. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** Keeps what is written. */
    Digest put(Content content) throws IOException {
        Path temporary = root.temporary("blob");
        try {
            MessageDigest sha256 = Digest.newSha256();
            try (OutputStream file = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
                    var out = new DigestOutputStream(new BufferedOutputStream(file, BUFFER), sha256)) {
                content.write(out);
            }
            Digest digest = Digest.finish(sha256);
            keep(temporary, digest);
            return digest;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Where the bytes of a blob are collected; they stay there if the fetch is broken off. */
    Path partial(Digest digest) {
        return partial.resolve(digest.hex());
    }

    /** Takes over the collected bytes, whose digest the caller has checked. */
    void keepPartial(Digest digest) throws IOException {
        keep(partial(digest), digest);
    }

    /** Takes away the blobs that are not kept and were stored before {@code limit}. */
    void retain(Predicate<Digest> kept, Instant limit) throws IOException {
        try (var files = Files.newDirectoryStream(blobs)) {
            for (Path file : files) {
                Digest digest = new Digest(String.valueOf(file.getFileName()));
                if (!kept.test(digest)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    root.trash().discard(file);
                }
            }
        }
    }

    private void keep(Path file, Digest digest) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(file, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        AtomicFile.syncDirectory(blobs);
    }
}
