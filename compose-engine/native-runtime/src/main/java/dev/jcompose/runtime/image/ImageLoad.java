package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings images in from an archive of {@code docker save} (old or new) or an OCI layout (archive or directory). Whatever an
 * archive says of its blobs, they are kept under the digest of their bytes, and layers must be what the configuration says.
 */
final class ImageLoad {
    /** Index files and manifests of an archive; a large archive has a few kilobytes of them. */
    private static final int MAX_DOCUMENT = Manifest.MAX_SIZE;

    private static final int MAX_INDEX_DEPTH = 4;

    /** Gives the blobs of a layout. */
    @FunctionalInterface
    private interface Blobs {
        /** Sees to it that the blob is in the store. */
        void ensure(Digest digest) throws IOException;
    }

    private final Inventory inventory;
    private final LayerInstaller installer;
    private final ProgressListener listener;
    private final List<Image> loaded = new ArrayList<>();

    ImageLoad(Inventory inventory, LayerInstaller installer, ProgressListener listener) {
        this.inventory = inventory;
        this.installer = installer;
        this.listener = listener;
    }

    List<Image> archive(InputStream in) throws IOException, InterruptedException {
        try (Inventory.Hold _ = inventory.hold()) {
            Map<String, Digest> files = readFiles(new TarReader(Decompression.of(in)));
            Optional<Digest> docker = Optional.ofNullable(files.get("manifest.json"));
            Optional<Digest> oci = Optional.ofNullable(files.get("index.json"));
            if (docker.isPresent()) {
                loadDocker(inventory.blobs().read(docker.get(), MAX_DOCUMENT), files);
            } else if (oci.isPresent()) {
                byte[] index = inventory.blobs().read(oci.get(), MAX_DOCUMENT);
                loadOci(index, digest -> requirePresent(digest, files));
            } else {
                throw new ImageException(
                        Kind.MALFORMED,
                        "the archive holds neither manifest.json nor index.json: it is no image archive"
                                + " (to make an image of a root file system, import it)");
            }
        } finally {
            inventory.collect(); // documents of the archive, and what is for other platforms
        }
        return List.copyOf(loaded);
    }

    List<Image> layout(Path directory) throws IOException, InterruptedException {
        try (Inventory.Hold _ = inventory.hold()) {
            Path index = directory.resolve("index.json");
            if (!Files.isRegularFile(index)) {
                throw new ImageException(Kind.MALFORMED, directory + " is no OCI layout: it has no index.json");
            }
            Path blobs = directory.resolve("blobs").resolve("sha256");
            loadOci(readBounded(index), digest -> copy(blobs.resolve(digest.hex()), digest));
        }
        return List.copyOf(loaded);
    }

    /** Keeps every file of the archive as a blob, since what describes them may come last. */
    private Map<String, Digest> readFiles(TarReader tar) throws IOException, InterruptedException {
        var files = new HashMap<String, Digest>();
        var links = new HashMap<String, String>();
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while reading the archive");
            }
            String name = LayerUnpacker.clean(entry.get().name());
            switch (entry.get().type()) {
                case FILE -> files.put(name, putVerified(name, tar));
                case SYMLINK ->
                    links.put(
                            name,
                            Path.of("/" + name)
                                    .resolveSibling(entry.get().linkName())
                                    .normalize()
                                    .toString()
                                    .substring(1));
                case HARD_LINK ->
                    links.put(name, LayerUnpacker.clean(entry.get().linkName()));
                default -> {} // directories; and nothing else belongs here
            }
        }
        links.forEach((name, target) -> { // old archives link a layer that two images share
            if (files.containsKey(target)) {
                files.putIfAbsent(name, files.get(target));
            }
        });
        return files;
    }

    private Digest putVerified(String name, TarReader tar) throws IOException {
        Digest digest = inventory.blobs().put(new EntryStream(tar));
        if (name.startsWith("blobs/sha256/") && !name.endsWith("/" + digest.hex())) {
            throw new ImageException(
                    Kind.DIGEST_MISMATCH, name + " of the archive has other content: its digest is " + digest);
        }
        return digest;
    }

    private void loadDocker(byte[] manifest, Map<String, Digest> files) throws IOException, InterruptedException {
        List<JsonObject> entries;
        try {
            entries = JsonObject.parseArray(manifest);
        } catch (MalformedJsonException e) {
            throw new ImageException(Kind.MALFORMED, "manifest.json of the archive is damaged: " + e.getMessage(), e);
        }
        for (JsonObject entry : entries) {
            Digest config = require(files, entry.requireString("Config"));
            var layers = new ArrayList<Descriptor>();
            for (String layer : entry.strings("Layers")) {
                Digest digest = require(files, layer);
                layers.add(describe(digest));
            }
            var names = new ArrayList<ImageName>();
            for (String tag : entry.strings("RepoTags")) {
                names.add(ImageName.parse(tag).withDefaultTag());
            }
            install(config, layers, names);
        }
    }

    private void loadOci(byte[] index, Blobs blobs) throws IOException, InterruptedException {
        if (!(Manifest.parse(index, MediaTypes.OCI_INDEX) instanceof Manifest.Index top)) {
            throw new ImageException(Kind.MALFORMED, "index.json holds no index");
        }
        for (Descriptor entry : top.manifests()) {
            List<ImageName> names = names(entry);
            String shown = names.isEmpty()
                    ? entry.digest().toString()
                    : names.getFirst().familiar();
            Manifest.ImageManifest image = image(entry, blobs, shown, 0);
            blobs.ensure(image.config().digest());
            for (Descriptor layer : image.layers()) {
                blobs.ensure(layer.digest());
            }
            install(image.config().digest(), image.layers(), names);
        }
    }

    private Manifest.ImageManifest image(Descriptor entry, Blobs blobs, String shown, int depth) throws IOException {
        blobs.ensure(entry.digest());
        byte[] bytes = inventory.blobs().read(entry.digest(), Manifest.MAX_SIZE);
        return switch (Manifest.parse(bytes, entry.mediaType())) {
            case Manifest.ImageManifest image -> image;
            case Manifest.Index index -> {
                if (depth == MAX_INDEX_DEPTH) {
                    throw new ImageException(Kind.MALFORMED, "the index of " + shown + " leads from index to index");
                }
                yield image(index.choose(Platform.host(), shown), blobs, shown, depth + 1);
            }
        };
    }

    /** The full name that containerd writes, else that of the OCI where it is one and not just a tag. */
    private static List<ImageName> names(Descriptor entry) throws ImageException {
        String name = entry.annotations().get("io.containerd.image.name");
        if (name == null) {
            String reference = entry.annotations().get("org.opencontainers.image.ref.name");
            boolean complete = reference != null && (reference.contains(":") || reference.contains("/"));
            if (reference == null || !complete) {
                return List.of();
            }
            name = reference;
        }
        return List.of(ImageName.parse(name).withDefaultTag());
    }

    private void install(Digest id, List<Descriptor> layers, List<ImageName> names)
            throws IOException, InterruptedException {
        var config = ConfigDocument.parse(inventory.blobs().read(id, ConfigDocument.MAX_SIZE));
        if (config.diffIds().size() != layers.size()) {
            throw new ImageException(
                    Kind.MALFORMED,
                    "an image of the archive has " + layers.size() + " layers, but its configuration knows "
                            + config.diffIds().size());
        }
        for (int i = 0; i < layers.size(); i++) {
            Descriptor layer = layers.get(i);
            installer.install(
                    config.diffIds().subList(0, i + 1),
                    Descriptor.of(
                            layer.mediaType(), layer.digest(), inventory.blobs().size(layer.digest())),
                    () -> {},
                    progress -> listener.report(
                            progress.status().equals("Extracting")
                                    ? new Progress(progress.id(), "Loading layer", progress.current(), progress.total())
                                    : progress));
        }
        loaded.add(inventory.admit(id, config, names));
        if (names.isEmpty()) {
            listener.report(Progress.of("Loaded image ID: " + id));
        }
        names.forEach(name -> listener.report(Progress.of("Loaded image: " + name.familiar())));
    }

    private Descriptor describe(Digest blob) throws IOException {
        return Descriptor.of(
                Decompression.mediaType(inventory.blobs().path(blob)),
                blob,
                inventory.blobs().size(blob));
    }

    private void copy(Path file, Digest digest) throws IOException {
        if (inventory.blobs().has(digest)) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw missing(digest.toString());
        }
        try (InputStream in = Files.newInputStream(file)) {
            Digest actual = inventory.blobs().put(in);
            if (!actual.equals(digest)) {
                throw new ImageException(Kind.DIGEST_MISMATCH, file + " has other content: its digest is " + actual);
            }
        }
    }

    private static void requirePresent(Digest digest, Map<String, Digest> files) throws ImageException {
        if (!files.containsValue(digest)) {
            throw missing(digest.toString());
        }
    }

    private static Digest require(Map<String, Digest> files, String name) throws ImageException {
        Digest digest = files.get(LayerUnpacker.clean(name));
        if (digest == null) {
            throw missing(name);
        }
        return digest;
    }

    private static ImageException missing(String what) {
        return new ImageException(Kind.MALFORMED, "the archive lacks " + what + ", which it refers to");
    }

    private static byte[] readBounded(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_DOCUMENT);
        }
    }

    /** The content of one entry as a stream. */
    private static final class EntryStream extends InputStream {
        private final TarReader tar;

        EntryStream(TarReader tar) {
            this.tar = tar;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return tar.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return tar.read(buffer, offset, length);
        }
    }
}
