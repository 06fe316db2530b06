package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The images of one engine. Safe for use by many threads; a pull of what another pull is fetching waits for that one.
 *
 * <p>Failures are {@link ImageException}s. {@code name} is whatever people write for an image: a name with or without tag
 * or digest, an id, a unique beginning of an id.
 */
public final class ImageStore implements AutoCloseable {
    private static final Duration FIRST_RETRY_DELAY = Duration.ofMillis(500);

    /** What is done to the store; a full disk is told as such. */
    private interface Operation<T> {
        T run() throws IOException, InterruptedException;
    }

    private final Path root;
    private final Inventory inventory;
    private final LayerInstaller installer;
    private final Registries registries;

    private ImageStore(Path root, Inventory inventory, Registries registries) {
        this.root = root;
        this.inventory = inventory;
        this.installer = new LayerInstaller(inventory.blobs(), inventory.layers());
        this.registries = registries;
    }

    /** Opens the store and removes what nothing refers to any more, e.g. layers of a pull that was killed. */
    public static ImageStore open(StateRoot root) throws IOException {
        return open(root, RegistrySettings.fromEnvironment(System.getenv()));
    }

    /** As {@link #open(StateRoot)}, with other ways to reach registries than the environment says. */
    public static ImageStore open(StateRoot root, RegistrySettings settings) throws IOException {
        return open(root, settings, Clock.systemUTC(), FIRST_RETRY_DELAY);
    }

    static ImageStore open(StateRoot root, RegistrySettings settings, Clock clock, Duration firstRetryDelay)
            throws IOException {
        BlobStore blobs = BlobStore.open(root, clock.instant());
        LayerStore layers = LayerStore.open(root);
        var inventory = new Inventory(blobs, layers, ImageCatalog.open(root, blobs, layers), clock);
        inventory.collectLeftovers();
        return new ImageStore(root.path(), inventory, new Registries(settings, clock, firstRetryDelay));
    }

    /**
     * Fetches an image from its registry, or finds that it is here and current.
     *
     * @param platform what to choose from an index; empty = what suits this machine
     * @throws InterruptedException if the thread was interrupted; what was complete stays for the next try
     */
    public Image pull(
            ImageName name, Optional<Platform> platform, RegistryCredentials credentials, ProgressListener listener)
            throws IOException, InterruptedException {
        ProgressListener oneAtATime = oneAtATime(listener);
        return run(
                "pulling " + name.familiar(),
                () -> new ImagePull(inventory, installer, registries, name, platform, credentials, oneAtATime).run());
    }

    /**
     * Sends the image of this name to the registry that the name says. The listener hears what Docker tells, last
     * {@code TAG: digest: DIGEST size: BYTES}.
     *
     * @return under which digest the registry has it now
     */
    public Pushed push(ImageName name, RegistryCredentials credentials, ProgressListener listener)
            throws IOException, InterruptedException {
        return new ImagePush(inventory, registries, name, credentials, oneAtATime(listener)).run();
    }

    public Optional<Image> find(String name) throws IOException {
        return inventory.locked(catalog -> {
            Optional<Digest> id = catalog.find(name);
            return id.isEmpty() ? Optional.empty() : Optional.of(catalog.image(id.get()));
        });
    }

    /** @throws ImageException NOT_FOUND: {@code No such image: NAME} */
    public Image get(String name) throws IOException {
        return find(name).orElseThrow(() -> noSuchImage(name));
    }

    /** All images, newest first. */
    public List<Image> list() throws IOException {
        return inventory.locked(ImageCatalog::newestFirst);
    }

    /** The unpacked layers of the image, top first. They stay while the image or a container made from it exists. */
    public List<LayerDirectory> layerDirectories(Image image) throws IOException {
        var result = new ArrayList<LayerDirectory>();
        for (Digest chainId : LayerStore.chainIds(image.diffIds())) {
            if (inventory.layers().get(chainId).hidesLower()) {
                result.clear();
            }
            result.add(inventory.layers().directory(chainId));
        }
        return Collections.unmodifiableList(result.reversed());
    }

    /** The directory that {@link LayerDirectory#shortName} is relative to. */
    public Path overlayBase() {
        return inventory.layers().base();
    }

    /** Gives an image one more name, which is taken from the image that had it. */
    public void tag(String name, ImageName target) throws IOException {
        if (target.digest().isPresent()) {
            throw new ImageException(Kind.INVALID_NAME, "refusing to create a tag with a digest reference");
        }
        inventory.locked(catalog -> {
            Digest id = catalog.find(name).orElseThrow(() -> noSuchImage(name));
            catalog.giveNames(id, List.of(target.withDefaultTag()));
            return id;
        });
    }

    /**
     * Takes a name from an image, and removes the image with its last name.
     *
     * @throws ImageException CONFLICT if containers use it, or an id with several names is given, and policy does not force
     */
    public List<Removal> remove(String name, RemovalPolicy policy, ImageUse use) throws IOException {
        return new ImageRemoval(inventory, use).remove(name, policy);
    }

    /** Removes images without a tag that no container uses, of those that are chosen. */
    public PruneResult pruneDangling(ImageUse use, Predicate<Image> chosen) throws IOException {
        return new ImageRemoval(inventory, use).prune(image -> image.repoTags().isEmpty() && chosen.test(image));
    }

    /** Removes all images that no container uses, of those that are chosen. */
    public PruneResult pruneUnused(ImageUse use, Predicate<Image> chosen) throws IOException {
        return new ImageRemoval(inventory, use).prune(chosen);
    }

    /**
     * Reads an archive as {@code docker save} or OCI tools write it, plain or compressed. The stream is left open. The
     * listener hears {@code Loaded image: NAME} or {@code Loaded image ID: ID} for each image.
     */
    public List<Image> load(InputStream archive, ProgressListener listener) throws IOException, InterruptedException {
        return run(
                "loading an archive", () -> new ImageLoad(inventory, installer, oneAtATime(listener)).archive(archive));
    }

    /** Reads every image of an OCI layout directory. */
    public List<Image> loadLayout(Path directory, ProgressListener listener) throws IOException, InterruptedException {
        return run(
                "loading " + directory,
                () -> new ImageLoad(inventory, installer, oneAtATime(listener)).layout(directory));
    }

    /** Writes images as an archive that both Docker and OCI tools read. The stream is left open. */
    public void save(Collection<String> names, OutputStream archive) throws IOException {
        new ImageSave(inventory, archive).run(names);
    }

    /** Makes an image of one layer from a tar of a root file system, plain or compressed. */
    public Image importRootfs(InputStream rootfs, RootfsImport options) throws IOException, InterruptedException {
        return run("importing a root file system", () -> new RootfsImporter(inventory, installer).run(rootfs, options));
    }

    /** Puts one more layer on an image. */
    public Image commit(ImageCommit commit, LayerContent layer) throws IOException, InterruptedException {
        return run("committing a container", () -> new ImageCommitter(inventory, installer).run(commit, layer));
    }

    /** Asks the registry what it has under a name, without fetching any of it. */
    public Distribution inspectRemote(ImageName name, RegistryCredentials credentials)
            throws IOException, InterruptedException {
        return new RemoteInspection(registries, name, credentials).run();
    }

    /**
     * Asks a registry whether it lets somebody in.
     *
     * @param registry host and port; {@code docker.io} for Docker Hub
     * @throws ImageException ACCESS_DENIED if it does not
     */
    public void login(String registry, RegistryCredentials credentials) throws IOException, InterruptedException {
        registries.login(registry, credentials);
    }

    /** The tags that this engine has in the repository of a name, sorted. */
    public List<ImageName> tagsOf(ImageName repository) throws IOException {
        var tags = new ArrayList<ImageName>();
        for (Image image : list()) {
            for (String tag : image.repoTags()) {
                var name = ImageName.parse(tag);
                if (name.registry().equals(repository.registry())
                        && name.repository().equals(repository.repository())) {
                    tags.add(name);
                }
            }
        }
        tags.sort(java.util.Comparator.comparing(ImageName::familiar));
        return List.copyOf(tags);
    }

    /** Stops the connections to registries. */
    @Override
    public void close() {
        registries.close();
    }

    static ImageException noSuchImage(String name) {
        String shown = name;
        try {
            shown = ImageName.parse(name).withDefaultTag().familiar();
        } catch (ImageException e) {
            // an id, or no name at all: shown as it was written
        }
        return new ImageException(Kind.NOT_FOUND, "No such image: " + shown);
    }

    private <T> T run(String what, Operation<T> operation) throws IOException, InterruptedException {
        try {
            return operation.run();
        } catch (IOException e) {
            if (DiskFull.isCauseOf(e)) {
                throw new ImageException(
                        Kind.DISK_FULL,
                        "no space left on device: " + what + " filled the file system of " + root
                                + "; free some (image prune), or move the engine's root",
                        e);
            }
            throw e;
        }
    }

    private static ProgressListener oneAtATime(ProgressListener listener) {
        var lock = new Object();
        return progress -> {
            synchronized (lock) {
                listener.report(progress);
            }
        };
    }
}
