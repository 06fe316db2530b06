package dev.jcompose.runtime.image;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What all pulls share: the HTTP client, made with the first pull because it is expensive to make, and the bound on
 * simultaneous downloads.
 */
final class Registries implements AutoCloseable {
    private static final int PARALLEL_DOWNLOADS = 3;
    private static final int ATTEMPTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final Clock clock;
    private final Retries retries;
    private final Semaphore downloads = new Semaphore(PARALLEL_DOWNLOADS, true);
    private final SingleFlight<Digest> flights = new SingleFlight<>();
    private @Nullable HttpClient http;

    Registries(Clock clock, Duration firstRetryDelay) {
        this.clock = clock;
        this.retries = new Retries(ATTEMPTS, firstRetryDelay);
    }

    RegistrySession session(ImageName name, RegistryCredentials credentials) {
        return new RegistrySession(http(), RegistryEndpoint.of(name.registry()), name, credentials, clock);
    }

    ManifestRequest.Answer manifest(RegistrySession session, String reference)
            throws IOException, InterruptedException {
        return retries.run(() -> new ManifestRequest(session).fetch(reference));
    }

    /** Sees to it that the blob is in the store. */
    void blob(RegistrySession session, Descriptor blob, BlobStore blobs, ProgressListener listener)
            throws IOException, InterruptedException {
        String shown = blob.digest().shortHex();
        flights.ensure(blob.digest(), () -> blobs.has(blob.digest()), () -> {
            if (!downloads.tryAcquire()) {
                listener.report(Progress.of(shown, "Waiting"));
                downloads.acquire();
            }
            try {
                download(session, blob, blobs, listener);
            } finally {
                downloads.release();
            }
        });
        listener.report(Progress.of(shown, "Download complete"));
    }

    private void download(RegistrySession session, Descriptor blob, BlobStore blobs, ProgressListener listener)
            throws IOException, InterruptedException {
        String shown = blob.digest().shortHex();
        Path file = blobs.partial(blob.digest());
        try {
            retries.run(() -> {
                var meter = new ProgressMeter(listener, shown, "Downloading", blob.size());
                new BlobRequest(session, blob, file, meter::at).fetch();
                return file;
            });
        } catch (IOException e) {
            if (DiskFull.isCauseOf(e)) {
                Files.deleteIfExists(file); // others need the space more than a later try needs the beginning
            }
            throw e;
        }
        listener.report(Progress.of(shown, "Verifying Checksum"));
        blobs.keepPartial(blob.digest());
    }

    private synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
        }
        return http;
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
