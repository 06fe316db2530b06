package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One pull, from the name to the image in the catalog. */
final class ImagePull {
    private final Inventory inventory;
    private final LayerInstaller installer;
    private final Registries registries;
    private final ImageName name;
    private final Optional<Platform> platform;
    private final RegistryCredentials credentials;
    private final ProgressListener listener;

    ImagePull(
            Inventory inventory,
            LayerInstaller installer,
            Registries registries,
            ImageName name,
            Optional<Platform> platform,
            RegistryCredentials credentials,
            ProgressListener listener) {
        this.inventory = inventory;
        this.installer = installer;
        this.registries = registries;
        this.name = name.withDefaultTag();
        this.platform = platform;
        this.credentials = credentials;
        this.listener = listener;
    }

    Image run() throws IOException, InterruptedException {
        Registries.Found found = registries.find(name, credentials);
        RegistrySession session = found.session();
        ManifestRequest.Answer top = found.manifest();
        listener.report(Progress.of(name.reference(), "Pulling from " + name.repository()));
        Manifest.ImageManifest manifest = image(session, top);
        try (Inventory.Hold _ = inventory.hold()) {
            boolean isNew = !inventory.locked(catalog -> catalog.find(name)
                    .filter(manifest.config().digest()::equals)
                    .isPresent());
            ConfigDocument config = config(session, manifest);
            installLayers(session, manifest, config.diffIds(), isNew ? listener : ProgressListener.none());
            Image image = inventory.admit(manifest.config().digest(), config, names(top.digest()));
            listener.report(Progress.of("Digest: " + top.digest()));
            listener.report(Progress.of(
                    isNew
                            ? "Status: Downloaded newer image for " + name.familiar()
                            : "Status: Image is up to date for " + name.familiar()));
            return image;
        }
    }

    private List<ImageName> names(Digest manifest) {
        ImageName byDigest = name.withDigest(manifest);
        return name.digest().isPresent() || name.tag().isEmpty() ? List.of(byDigest) : List.of(name, byDigest);
    }

    private Manifest.ImageManifest image(RegistrySession session, ManifestRequest.Answer top)
            throws IOException, InterruptedException {
        return switch (top.parse()) {
            case Manifest.ImageManifest image -> image;
            case Manifest.Index index -> {
                Descriptor chosen = index.choose(platform.orElseGet(Platform::host), name.familiar());
                ManifestRequest.Answer answer =
                        registries.manifest(session, chosen.digest().toString());
                if (answer.parse() instanceof Manifest.ImageManifest image) {
                    yield image;
                }
                throw new ImageException(
                        Kind.UNSUPPORTED, "the index of " + name.familiar() + " holds another index instead of images");
            }
        };
    }

    private ConfigDocument config(RegistrySession session, Manifest.ImageManifest manifest)
            throws IOException, InterruptedException {
        Descriptor descriptor = manifest.config();
        if (descriptor.size() > ConfigDocument.MAX_SIZE) {
            throw new ImageException(
                    Kind.MALFORMED, "the configuration of " + name.familiar() + " has " + descriptor.size() + " bytes");
        }
        registries.blob(session, descriptor, inventory.blobs(), ProgressListener.none());
        var config = ConfigDocument.parse(inventory.blobs().read(descriptor.digest(), ConfigDocument.MAX_SIZE));
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new ImageException(
                    Kind.MALFORMED,
                    name.familiar() + " has " + manifest.layers().size() + " layers, but its configuration knows "
                            + config.diffIds().size());
        }
        if (platform.isPresent() && !platform.get().accepts(config.platform())) {
            throw new ImageException(
                    Kind.NO_MATCHING_PLATFORM,
                    "image with reference " + name.familiar()
                            + " was found but does not match the specified platform: wanted " + platform.get()
                            + ", actual: " + config.platform());
        }
        return config;
    }

    private void installLayers(
            RegistrySession session, Manifest.ImageManifest manifest, List<Digest> diffIds, ProgressListener news)
            throws IOException, InterruptedException {
        var work = new ArrayList<Callable<Digest>>();
        List<Digest> chainIds = LayerStore.chainIds(diffIds);
        for (int i = 0; i < diffIds.size(); i++) {
            Descriptor layer = manifest.layers().get(i);
            String shown = layer.digest().shortHex();
            if (inventory.layers().has(chainIds.get(i))) {
                news.report(Progress.of(shown, "Already exists"));
                continue;
            }
            news.report(Progress.of(shown, "Pulling fs layer"));
            List<Digest> chain = diffIds.subList(0, i + 1);
            work.add(() -> {
                installer.install(chain, layer, () -> registries.blob(session, layer, inventory.blobs(), news), news);
                return layer.digest();
            });
        }
        inParallel(work);
    }

    /** The first failure stops the others, and is the one that is told. */
    private static void inParallel(List<Callable<Digest>> work) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var completion = new ExecutorCompletionService<Digest>(threads);
            work.forEach(completion::submit);
            try {
                for (int i = 0; i < work.size(); i++) {
                    Future<Digest> finished = completion.take();
                    finished.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                switch (e.getCause()) {
                    case IOException io -> throw io;
                    case InterruptedException interrupted -> throw interrupted;
                    case RuntimeException unchecked -> throw unchecked;
                    case Error error -> throw error;
                    case null, default -> throw new AssertionError(e);
                }
            } catch (InterruptedException e) {
                threads.shutdownNow(); // close() alone would wait for layers that nobody wants any more
                throw e;
            }
        }
    }
}
