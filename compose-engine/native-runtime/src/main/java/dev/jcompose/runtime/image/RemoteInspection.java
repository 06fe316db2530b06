package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a name in its registry: the manifest, and for an image without an index its configuration. */
final class RemoteInspection {
    private final Registries registries;
    private final ImageName name;
    private final RegistryCredentials credentials;

    RemoteInspection(Registries registries, ImageName name, RegistryCredentials credentials) {
        this.registries = registries;
        this.name = name.withDefaultTag();
        this.credentials = credentials;
    }

    Distribution run() throws IOException, InterruptedException {
        Registries.Found found = registries.find(name, credentials);
        ManifestRequest.Answer answer = found.manifest();
        Manifest manifest = answer.parse();
        List<Platform> platforms = switch (manifest) {
            case Manifest.Index index ->
                index.manifests().stream()
                        .map(Descriptor::platform)
                        .flatMap(Optional::stream)
                        .toList();
            case Manifest.ImageManifest image ->
                List.of(config(found.session(), image.config()).platform());
        };
        return new Distribution(answer.mediaType(), answer.digest(), answer.size(), platforms);
    }

    private ConfigDocument config(RegistrySession session, Descriptor descriptor)
            throws IOException, InterruptedException {
        return registries.retries().run(() -> {
            HttpResponse<InputStream> response = session.get("blobs/" + descriptor.digest(), Map.of());
            byte[] bytes;
            try (InputStream body = response.body()) {
                bytes = body.readNBytes(ConfigDocument.MAX_SIZE + 1);
            } catch (IOException e) {
                throw RegistryFailures.noAnswer(response.uri(), e);
            }
            if (bytes.length > ConfigDocument.MAX_SIZE || !Digest.of(bytes).equals(descriptor.digest())) {
                throw new ImageException(
                        Kind.DIGEST_MISMATCH,
                        "the registry sent another configuration for " + name.familiar() + " than its manifest says");
            }
            return ConfigDocument.parse(bytes);
        });
    }
}
