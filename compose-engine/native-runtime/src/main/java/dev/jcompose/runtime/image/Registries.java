package dev.jcompose.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What all pulls and pushes share: connections, retries, the bound on simultaneous downloads, and downloads that several
 * wait for.
 */
final class Registries implements AutoCloseable {
    private static final int PARALLEL_DOWNLOADS = 3;
    private static final int ATTEMPTS = 5;

    private final Clock clock;
    private final RegistrySettings settings;
    private final RegistryClients clients;
    private final Retries retries;
    private final Semaphore downloads = new Semaphore(PARALLEL_DOWNLOADS, true);
    private final SingleFlight<Digest> flights = new SingleFlight<>();

    Registries(RegistrySettings settings, Clock clock, Duration firstRetryDelay) {
        this.clock = clock;
        this.settings = settings;
        this.clients = new RegistryClients(settings);
        this.retries = new Retries(ATTEMPTS, firstRetryDelay);
    }

    /** A manifest, and the session with the place that had it. */
    record Found(RegistrySession session, ManifestRequest.Answer manifest) {}

    /** Asks each place where the image may be; if none has it, what the last one said counts, which is its own registry. */
    Found find(ImageName name, RegistryCredentials credentials) throws IOException, InterruptedException {
        List<RegistryEndpoint> endpoints = settings.endpoints(name);
        for (int i = 0; ; i++) {
            RegistryEndpoint endpoint = endpoints.get(i);
            RegistrySession session = session(endpoint, name, credentials, RegistrySession.Purpose.PULL);
            try {
                return new Found(session, manifest(session, name.reference()));
            } catch (ImageException e) {
                if (i == endpoints.size() - 1) {
                    throw e;
                }
            }
        }
    }

    RegistrySession session(
            RegistryEndpoint endpoint, ImageName name, RegistryCredentials credentials, RegistrySession.Purpose purpose)
            throws IOException {
        RegistryCredentials shown =
                endpoint.role() == RegistryEndpoint.Role.MIRROR ? RegistryCredentials.anonymous() : credentials;
        return new RegistrySession(clients.forEndpoint(endpoint), endpoint, name, shown, clock, purpose);
    }

    /** @throws ImageException ACCESS_DENIED if the registry does not let them in */
    void login(String registry, RegistryCredentials credentials) throws IOException, InterruptedException {
        var name = new ImageName(registry, "", java.util.Optional.empty(), java.util.Optional.empty());
        List<RegistryEndpoint> endpoints = ownEndpoints(name);
        for (int i = 0; ; i++) {
            RegistrySession session = session(endpoints.get(i), name, credentials, RegistrySession.Purpose.LOGIN);
            try {
                retries.run(() -> {
                    session.enter();
                    return session;
                });
                return;
            } catch (ImageException e) {
                if (e.kind() != ImageException.Kind.REGISTRY_UNREACHABLE || i == endpoints.size() - 1) {
                    throw e;
                }
            }
        }
    }

    List<RegistryEndpoint> ownEndpoints(ImageName name) {
        return settings.endpoints(name).stream()
                .filter(endpoint -> endpoint.role() != RegistryEndpoint.Role.MIRROR)
                .toList();
    }

    Retries retries() {
        return retries;
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

    @Override
    public void close() {
        clients.close();
    }
}
