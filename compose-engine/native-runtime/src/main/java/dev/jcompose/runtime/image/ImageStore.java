package dev.jcompose.runtime.image;

import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The images of one engine. Safe for use by many threads; a pull of what another pull is fetching waits for that one.
 *
 * <p>Failures are {@link ImageException}s. {@code name} is whatever people write for an image: a name with or without tag
 * or digest, an id, a unique beginning of an id.
 */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class ImageStore {
    private final StateRoot root;

    private ImageStore(StateRoot root) {
        this.root = root;
    }

    /** Opens the store and removes what nothing refers to any more, e.g. layers of a pull that was killed. */
    public static ImageStore open(StateRoot root) throws IOException {
        return new ImageStore(root);
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
        throw new UnsupportedOperationException(root.path() + name.familiar());
    }

    public Optional<Image> find(String name) throws IOException {
        throw new UnsupportedOperationException(name);
    }

    /** @throws ImageException NOT_FOUND: {@code No such image: NAME} */
    public Image get(String name) throws IOException {
        throw new UnsupportedOperationException(name);
    }

    /** All images, newest first. */
    public List<Image> list() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The unpacked layers of the image, top first. They stay while the image or a container made from it exists. */
    public List<LayerDirectory> layerDirectories(Image image) {
        throw new UnsupportedOperationException(image.toString());
    }

    /** The directory that {@link LayerDirectory#shortName} is relative to. */
    public Path overlayBase() {
        throw new UnsupportedOperationException();
    }

    /** Gives an image one more name, which is taken from the image that had it. */
    public void tag(String name, ImageName target) throws IOException {
        throw new UnsupportedOperationException(name + target);
    }

    /**
     * Takes a name from an image, and removes the image with its last name.
     *
     * @throws ImageException CONFLICT if containers use it, or an id with several names is given, and policy does not force
     */
    public List<Removal> remove(String name, RemovalPolicy policy, ImageUse use) throws IOException {
        throw new UnsupportedOperationException(name + policy + use);
    }

    /** Removes images without a tag that no container uses. */
    public PruneResult pruneDangling(ImageUse use) throws IOException {
        throw new UnsupportedOperationException(use.toString());
    }

    /** Removes all images that no container uses. */
    public PruneResult pruneUnused(ImageUse use) throws IOException {
        throw new UnsupportedOperationException(use.toString());
    }

    /** Reads an archive as {@code docker save} or OCI tools write it, plain or compressed. The stream is left open. */
    public List<Image> load(InputStream archive, ProgressListener listener) throws IOException, InterruptedException {
        throw new UnsupportedOperationException(archive.toString() + listener);
    }

    /** Reads every image of an OCI layout directory. */
    public List<Image> loadLayout(Path directory, ProgressListener listener) throws IOException, InterruptedException {
        throw new UnsupportedOperationException(directory.toString() + listener);
    }

    /** Writes images as an archive that both Docker and OCI tools read. The stream is left open. */
    public void save(Collection<String> names, OutputStream archive) throws IOException {
        throw new UnsupportedOperationException(names.toString() + archive);
    }

    /** Makes an image of one layer from a tar of a root file system, plain or compressed. */
    public Image importRootfs(InputStream rootfs, RootfsImport options) throws IOException, InterruptedException {
        throw new UnsupportedOperationException(rootfs.toString() + options);
    }
}
