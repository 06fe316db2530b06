package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Sends a blob in one piece, to the place that the registry names for it. */
final class BlobUpload {
    private static final Duration BEGIN = Duration.ofSeconds(60);
    /** For a large layer over a slow line. */
    private static final Duration SEND = Duration.ofHours(2);

    private final RegistrySession session;

    BlobUpload(RegistrySession session) {
        this.session = session;
    }

    /** @param progress hears how many bytes are sent */
    void send(Digest digest, Path file, LongConsumer progress) throws IOException, InterruptedException {
        HttpResponse<InputStream> begun = session.send(
                session.resolve("blobs/uploads/"), BEGIN, request -> request.POST(BodyPublishers.noBody()));
        begun.body().close();
        String location = begun.headers()
                .firstValue("Location")
                .orElseThrow(() -> new ImageException(
                        Kind.REGISTRY_ERROR, "the registry named no place to upload to for " + session.name()));
        URI place = RegistrySession.redirected(begun.uri(), location);
        URI complete = URI.create(place + (place.getRawQuery() == null ? "?" : "&") + "digest=" + digest);
        long size = Files.size(file);
        session.send(
                        complete,
                        SEND,
                        request -> request.header("Content-Type", "application/octet-stream")
                                .PUT(content(file, size, progress)))
                .body()
                .close();
    }

    /** Opened anew for each try. */
    private static BodyPublisher content(Path file, long size, LongConsumer progress) {
        if (size == 0) {
            return BodyPublishers.noBody();
        }
        BodyPublisher stream = BodyPublishers.ofInputStream(() -> {
            try {
                return new Counting(Files.newInputStream(file), progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return BodyPublishers.fromPublisher(stream, size);
    }

    static HttpRequest.Builder asManifest(HttpRequest.Builder request, byte[] manifest) {
        return request.header("Content-Type", MediaTypes.OCI_MANIFEST).PUT(BodyPublishers.ofByteArray(manifest));
    }

    private static final class Counting extends FilterInputStream {
        private final LongConsumer progress;
        private long count;

        Counting(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count += Math.max(0, read);
            progress.accept(count);
            return read;
        }
    }
}
