package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One push: the layers that the registry does not have, the configuration, and last the manifest that ties them. */
final class ImagePush {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Inventory inventory;
    private final Registries registries;
    private final ImageName name;
    private final RegistryCredentials credentials;
    private final ProgressListener listener;

    ImagePush(
            Inventory inventory,
            Registries registries,
            ImageName name,
            RegistryCredentials credentials,
            ProgressListener listener) {
        this.inventory = inventory;
        this.registries = registries;
        this.name = name.withDefaultTag();
        this.credentials = credentials;
        this.listener = listener;
    }

    Pushed run() throws IOException, InterruptedException {
        if (name.digest().isPresent()) {
            throw new ImageException(Kind.INVALID_NAME, "cannot push a digest reference: " + name.familiar());
        }
        try (Inventory.Hold _ = inventory.hold()) {
            Digest id = inventory
                    .locked(catalog -> catalog.find(name))
                    .orElseThrow(() -> new ImageException(
                            Kind.NOT_FOUND,
                            "An image does not exist locally with the tag: " + name.familiarRepository()));
            listener.report(
                    Progress.of("The push refers to repository [" + name.registry() + "/" + name.repository() + "]"));
            List<RegistryEndpoint> endpoints = registries.ownEndpoints(name);
            for (int i = 0; ; i++) {
                try {
                    return push(id, endpoints.get(i));
                } catch (ImageException e) {
                    if (e.kind() != Kind.REGISTRY_UNREACHABLE || i == endpoints.size() - 1) {
                        throw e;
                    }
                }
            }
        }
    }

    private Pushed push(Digest id, RegistryEndpoint endpoint) throws IOException, InterruptedException {
        RegistrySession session = registries.session(endpoint, name, credentials, RegistrySession.Purpose.PUSH);
        ConfigDocument config = inventory.locked(catalog -> catalog.config(id));
        var layers = new ArrayList<Descriptor>();
        for (Digest chainId : LayerStore.chainIds(config.diffIds())) {
            LayerStore.Layer layer = inventory.layers().get(chainId);
            layers.add(layer.blob().asOciLayer());
            send(session, layer.blob().digest(), layer.diffId().shortHex(), listener);
        }
        send(session, id, id.shortHex(), ProgressListener.none());
        var descriptor =
                Descriptor.of(MediaTypes.OCI_CONFIG, id, inventory.blobs().size(id));
        byte[] manifest = new Manifest.ImageManifest(descriptor, layers).toBytes();
        registries.retries().run(() -> {
            session.send(
                            session.resolve("manifests/" + name.reference()),
                            ANSWER,
                            request -> BlobUpload.asManifest(request, manifest))
                    .body()
                    .close();
            return manifest;
        });
        Digest digest = Digest.of(manifest);
        inventory.locked(catalog -> {
            catalog.giveNames(id, List.of(name.withDigest(digest)));
            return digest;
        });
        listener.report(Progress.of(name.reference() + ": digest: " + digest + " size: " + manifest.length));
        return new Pushed(digest, manifest.length);
    }

    private void send(RegistrySession session, Digest blob, String shown, ProgressListener news)
            throws IOException, InterruptedException {
        news.report(Progress.of(shown, "Preparing"));
        boolean there = registries.retries().run(() -> session.has("blobs/" + blob));
        if (there) {
            news.report(Progress.of(shown, "Layer already exists"));
            return;
        }
        long size = inventory.blobs().size(blob);
        registries.retries().run(() -> {
            var meter = new ProgressMeter(news, shown, "Pushing", size);
            new BlobUpload(session).send(blob, inventory.blobs().path(blob), meter::at);
            return blob;
        });
        news.report(Progress.of(shown, "Pushed"));
    }
}
