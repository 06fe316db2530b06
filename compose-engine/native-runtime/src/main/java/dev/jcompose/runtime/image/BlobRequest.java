package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Fetches a blob into a file, from where an earlier try stopped. The digest covers the earlier bytes too; if it is wrong
 * in the end, the file goes and the next try begins anew.
 */
final class BlobRequest {
    private static final int BUFFER = 128 * 1024;
    private static final Duration STALL = Duration.ofSeconds(60);

    private final RegistrySession session;
    private final Descriptor blob;
    private final Path file;
    private final LongConsumer progress;

    /** @param progress hears how many bytes are there */
    BlobRequest(RegistrySession session, Descriptor blob, Path file, LongConsumer progress) {
        this.session = session;
        this.blob = blob;
        this.file = file;
        this.progress = progress;
    }

    /**
     * @throws TransientFailure if the rest may come with another try
     * @throws ImageException DIGEST_MISMATCH if size or digest are not those of the descriptor
     */
    void fetch() throws IOException, InterruptedException {
        MessageDigest sha256 = Digest.newSha256();
        long have = digestExisting(sha256);
        if (have < blob.size()) {
            have = fetchRest(have, sha256);
        }
        if (have != blob.size()) {
            Files.deleteIfExists(file);
            throw mismatch("it has " + have + " bytes instead of " + blob.size());
        }
        Digest actual = Digest.finish(sha256);
        if (!actual.equals(blob.digest())) {
            Files.deleteIfExists(file);
            throw mismatch("its digest is " + actual);
        }
    }

    private long fetchRest(long start, MessageDigest sha256) throws IOException, InterruptedException {
        Map<String, String> headers = start > 0 ? Map.of("Range", "bytes=" + start + "-") : Map.of();
        HttpResponse<InputStream> response = session.get("blobs/" + blob.digest(), headers);
        try (InputStream body = response.body();
                var guard = new StallGuard(body, STALL)) {
            if (response.statusCode() == 416 || !continues(response, start)) {
                Files.deleteIfExists(file);
                throw new TransientFailure(
                        mismatch("the registry has no bytes from " + start + " on"), Optional.of(Duration.ZERO));
            }
            if (start > 0 && response.statusCode() == 200) {
                body.skipNBytes(start); // it does not know ranges
            }
            return copy(body, start, sha256, guard);
        } catch (java.io.EOFException e) {
            throw broken(e);
        }
    }

    private long copy(InputStream body, long start, MessageDigest sha256, StallGuard guard)
            throws IOException, InterruptedException {
        long have = start;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                int count;
                try {
                    count = body.read(buffer);
                } catch (IOException e) {
                    if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
                        throw new InterruptedException("stopped while downloading");
                    }
                    throw broken(e);
                }
                if (count < 0) {
                    break;
                }
                guard.alive();
                if (have + count > blob.size()) {
                    return have + count; // more than was announced: not to be kept
                }
                out.write(buffer, 0, count);
                sha256.update(buffer, 0, count);
                have += count;
                progress.accept(have);
            }
        }
        if (have < blob.size()) {
            throw broken(new IOException("unexpected EOF"));
        }
        return have;
    }

    private static boolean continues(HttpResponse<InputStream> response, long start) {
        if (response.statusCode() != 206) {
            return true;
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        return range.startsWith("bytes " + start + "-");
    }

    private long digestExisting(MessageDigest sha256) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        if (Files.size(file) > blob.size()) {
            Files.delete(file);
            return 0;
        }
        long length = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha256.update(buffer, 0, count);
                length += count;
            }
        }
        return length;
    }

    private TransientFailure broken(IOException e) {
        return new TransientFailure(
                new ImageException(
                        Kind.REGISTRY_UNREACHABLE,
                        "the download of " + blob.digest().shortHex() + " of " + session.name() + " broke off: "
                                + e.getMessage(),
                        e),
                Optional.empty());
    }

    private ImageException mismatch(String what) {
        return new ImageException(
                Kind.DIGEST_MISMATCH,
                "filesystem layer verification failed for digest " + blob.digest() + " of " + session.name() + ": "
                        + what);
    }
}
