package dev.jcompose.runtime.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.MountCalls;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.StateRoot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageStoreTest {
    private static final byte[] ROOTFS =
            new TarBuilder().directory("etc/").file("etc/motd", "hello").bytes();
    private static final byte[] OTHER = new TarBuilder().file("other", "x").bytes();

    @TempDir
    Path directory;

    StateRoot root;
    ImageStore store;

    @BeforeEach
    void open() throws IOException {
        RootOnly.assume();
        root = StateRoot.open(directory.resolve("state"));
        store = ImageStore.open(root);
    }

    @AfterEach
    void close() throws Exception {
        if (root != null) {
            store.close();
            root.trash().awaitEmpty();
            root.close();
        }
    }

    @Test
    void aRootFileSystemBecomesAnImageOfOneLayer() throws Exception {
        Image image = importRootfs("base:1", TarBuilder.gzip(ROOTFS));
        assertThat(image.repoTags()).containsExactly("base:1");
        assertThat(image.diffIds()).containsExactly(Digest.of(ROOTFS));
        assertThat(image.history()).singleElement().returns("imported", HistoryEntry::comment);
        assertThat(store.layerDirectories(image).getFirst().directory().resolve("etc/motd"))
                .hasContent("hello");
        assertThat(image.size()).isEqualTo(5);
    }

    @Test
    void anImageIsFoundByNameAndByTheBeginningOfItsId() throws Exception {
        Image image = importRootfs("base:1", ROOTFS);
        assertThat(store.find("base:1")).contains(image);
        assertThat(store.find("docker.io/library/base:1")).contains(image);
        assertThat(store.find(image.id().toString())).contains(image);
        assertThat(store.find(image.id().shortHex())).contains(image);
        assertThat(store.find("base")).isEmpty();
        assertThatThrownBy(() -> store.get("nosuch")).hasMessage("No such image: nosuch:latest");
    }

    @Test
    void aTagMovesToTheImageThatGetsIt() throws Exception {
        Image first = importRootfs("a:1", ROOTFS);
        Image second = importRootfs("b:1", OTHER);
        store.tag("b:1", ImageName.parse("a:1"));
        assertThat(store.get("a:1").id()).isEqualTo(second.id());
        assertThat(store.get(first.id().toString()).isDangling()).isTrue();
    }

    @Test
    void anImageGoesWithItsLastNameAndItsLayersWithIt() throws Exception {
        Image image = importRootfs("a:1", ROOTFS);
        store.tag("a:1", ImageName.parse("b:1"));
        Path layer = store.layerDirectories(image).getFirst().directory();
        assertThat(store.remove("a:1", RemovalPolicy.REFUSE_WHEN_IN_USE, ImageUse.none()))
                .containsExactly(new Removal.Untagged("a:1"));
        assertThat(layer).exists();
        assertThat(store.remove("b:1", RemovalPolicy.REFUSE_WHEN_IN_USE, ImageUse.none()))
                .containsExactly(
                        new Removal.Untagged("b:1"),
                        new Removal.Deleted(image.id()),
                        new Removal.Deleted(image.diffIds().getFirst()));
        assertThat(layer).doesNotExist();
        root.trash().awaitEmpty();
        assertThat(filesBelow(directory.resolve("state/images/blobs"))).isEmpty();
        assertThat(filesBelow(directory.resolve("state/trash"))).isEmpty();
        assertThat(filesBelow(directory.resolve("state/images/l"))).isEmpty();
    }

    @Test
    void aLayerStaysAsLongAsAnotherImageHasIt() throws Exception {
        Image first = importRootfs("a:1", ROOTFS);
        Image second = importRootfs("b:1", ROOTFS);
        assertThat(second.id()).isNotEqualTo(first.id()); // made at another time
        store.remove("a:1", RemovalPolicy.FORCE, ImageUse.none());
        assertThat(store.layerDirectories(second).getFirst().directory().resolve("etc/motd"))
                .hasContent("hello");
    }

    @Test
    void anIdWithTwoNamesIsNotRemovedUnlessForced() throws Exception {
        Image image = importRootfs("a:1", ROOTFS);
        store.tag("a:1", ImageName.parse("b:1"));
        String id = image.id().shortHex();
        assertConflict(id, ImageUse.none())
                .hasMessageContaining("(must be forced) - image is referenced in multiple repositories");
        assertThat(store.remove(id, RemovalPolicy.FORCE, ImageUse.none())).contains(new Removal.Deleted(image.id()));
        assertThat(store.list()).isEmpty();
    }

    @Test
    void anImageInUseIsNotRemoved() throws Exception {
        Image image = importRootfs("a:1", ROOTFS);
        ImageUse running = id -> Optional.of(new ImageUse.User("c".repeat(64), ImageUse.User.State.RUNNING));
        ImageUse stopped = id -> Optional.of(new ImageUse.User("c".repeat(64), ImageUse.User.State.STOPPED));
        assertConflict("a:1", stopped)
                .hasMessage("conflict: unable to remove repository reference \"a:1\" (must force) - container "
                        + "c".repeat(12) + " is using its referenced image "
                        + image.id().shortHex());
        assertConflict(image.id().shortHex(), running)
                .hasMessageContaining("(cannot be forced) - image is being used by running container");
        assertThat(store.remove("a:1", RemovalPolicy.FORCE, stopped)).containsExactly(new Removal.Untagged("a:1"));
        assertThat(store.layerDirectories(image).getFirst().directory()).exists(); // the container needs it
    }

    @Test
    void pruningTakesDanglingImagesOrAllUnusedOnes() throws Exception {
        Image dangling = store.importRootfs(new ByteArrayInputStream(ROOTFS), options(Optional.empty()));
        Image used = importRootfs("used:1", OTHER);
        importRootfs("unused:1", new TarBuilder().file("third", "x").bytes());
        PruneResult first = store.pruneDangling(ImageUse.none(), image -> true);
        assertThat(first.removals()).contains(new Removal.Deleted(dangling.id()));
        assertThat(first.reclaimedBytes()).isEqualTo(5);
        store.pruneUnused(
                id -> id.equals(used.id())
                        ? Optional.of(new ImageUse.User("c", ImageUse.User.State.STOPPED))
                        : Optional.empty(),
                image -> true);
        assertThat(store.list()).extracting(Image::id).containsExactly(used.id());
    }

    @Test
    void whatIsSavedCanBeLoadedElsewhere() throws Exception {
        Image image = importRootfs("a:1", TarBuilder.gzip(ROOTFS));
        store.tag("a:1", ImageName.parse("ghcr.io/x/b:2"));
        var archive = new ByteArrayOutputStream();
        store.save(List.of("a:1", "ghcr.io/x/b:2"), archive);
        try (var otherRoot = StateRoot.open(directory.resolve("other"));
                var other = ImageStore.open(otherRoot)) {
            var news = new ArrayList<String>();
            List<Image> loaded = other.load(
                    new ByteArrayInputStream(archive.toByteArray()), progress -> news.add(progress.status()));
            assertThat(loaded).singleElement().returns(image.id(), Image::id);
            assertThat(other.get("a:1").repoTags()).containsExactly("a:1", "ghcr.io/x/b:2");
            assertThat(news).contains("Loaded image: a:1", "Loaded image: ghcr.io/x/b:2");
            assertThat(other.layerDirectories(loaded.getFirst())
                            .getFirst()
                            .directory()
                            .resolve("etc/motd"))
                    .hasContent("hello");
            otherRoot.trash().awaitEmpty();
        }
    }

    @Test
    void archivesOfOldDockersAreLoaded() throws Exception {
        byte[] config = config(ROOTFS);
        String hex = Digest.of(config).hex();
        byte[] archive = new TarBuilder()
                .file("abc/VERSION", "1.0")
                .file("abc/layer.tar", ROOTFS)
                .symlink("def/layer.tar", "../abc/layer.tar")
                .file(hex + ".json", config)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"" + hex + ".json\",\"RepoTags\":[\"old:1\"],\"Layers\":[\"def/layer.tar\"]}]")
                .bytes();
        List<Image> loaded = store.load(new ByteArrayInputStream(archive), ProgressListener.none());
        assertThat(loaded)
                .singleElement()
                .satisfies(image -> assertThat(image.repoTags()).containsExactly("old:1"));
        root.trash().awaitEmpty();
        assertThat(filesBelow(directory.resolve("state/images/blobs"))).hasSize(2); // the configuration and the layer
    }

    @Test
    void layoutsAreLoadedFromADirectory() throws Exception {
        Path layout = directory.resolve("layout");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        byte[] layer = TarBuilder.gzip(ROOTFS);
        byte[] config = config(ROOTFS);
        byte[] manifest = manifest(config, layer);
        for (byte[] blob : List.of(layer, config, manifest)) {
            Files.write(layout.resolve("blobs/sha256/" + Digest.of(blob).hex()), blob);
        }
        Files.write(layout.resolve("index.json"), index(manifest, "app:7"));
        assertThat(store.loadLayout(layout, ProgressListener.none()))
                .singleElement()
                .satisfies(image -> assertThat(image.repoTags()).containsExactly("app:7"));
        Files.write(layout.resolve("blobs/sha256/" + Digest.of(layer).hex()), OTHER);
        store.remove("app:7", RemovalPolicy.FORCE, ImageUse.none());
        assertThatThrownBy(() -> store.loadLayout(layout, ProgressListener.none()))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DIGEST_MISMATCH));
    }

    @Test
    void anArchiveThatIsNoneIsRefused() {
        assertMalformed(ROOTFS).hasMessageContaining("neither manifest.json nor index.json");
        assertMalformed(new TarBuilder()
                        .file("manifest.json", "[{\"Config\":\"x.json\",\"Layers\":[]}]")
                        .bytes())
                .hasMessageContaining("lacks x.json");
        assertMalformed(new TarBuilder().file("manifest.json", "{").bytes()).hasMessageContaining("damaged");
    }

    @Test
    void aBlobThatLiesAboutItsDigestIsRefused() {
        byte[] archive =
                new TarBuilder().file("blobs/sha256/" + "a".repeat(64), "x").bytes();
        assertThatThrownBy(() -> store.load(new ByteArrayInputStream(archive), ProgressListener.none()))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DIGEST_MISMATCH));
    }

    @Test
    void aFullDiskIsToldAndLeavesTheStoreUsable() throws Exception {
        Path small = Files.createDirectory(directory.resolve("small"));
        MountCalls.mount("tmpfs", small, "tmpfs", 0, "size=2m");
        try (var smallRoot = StateRoot.open(small.resolve("state"));
                var smallStore = ImageStore.open(smallRoot)) {
            byte[] large = new byte[4 << 20];
            new java.util.Random(1).nextBytes(large);
            byte[] tar = new TarBuilder().file("large", large).bytes();
            assertThatThrownBy(() -> smallStore.importRootfs(new ByteArrayInputStream(tar), options(Optional.empty())))
                    .isInstanceOfSatisfying(
                            ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DISK_FULL))
                    .hasMessageStartingWith("no space left on device: ")
                    .hasMessageContaining(small.toString());
            byte[] zeros =
                    new TarBuilder().file("zeros", new byte[4 << 20]).bytes(); // small as a blob, large as a layer
            assertThatThrownBy(() -> smallStore.importRootfs(
                            new ByteArrayInputStream(TarBuilder.gzip(zeros)), options(Optional.empty())))
                    .isInstanceOfSatisfying(
                            ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DISK_FULL));
            smallRoot.trash().awaitEmpty();
            assertThat(smallStore.importRootfs(new ByteArrayInputStream(ROOTFS), options(Optional.empty())))
                    .isNotNull();
            smallRoot.trash().awaitEmpty();
        } finally {
            MountCalls.detach(small);
        }
    }

    @Test
    void zstdLayersAreUnpacked() throws Exception {
        byte[] compressed = zstd(ROOTFS);
        Image image = importRootfs("z:1", compressed);
        assertThat(image.diffIds()).containsExactly(Digest.of(ROOTFS));
    }

    @Test
    void gzipOfSeveralMembersIsUnpacked() throws Exception {
        var members = new ByteArrayOutputStream();
        members.write(TarBuilder.gzip(java.util.Arrays.copyOf(ROOTFS, 700)));
        members.write(TarBuilder.gzip(java.util.Arrays.copyOfRange(ROOTFS, 700, ROOTFS.length)));
        assertThat(importRootfs("m:1", members.toByteArray()).diffIds()).containsExactly(Digest.of(ROOTFS));
    }

    private static byte[] zstd(byte[] plain) throws Exception {
        Path zstd = Path.of("/usr/bin/zstd");
        assumeTrue(Files.isExecutable(zstd), "needs the zstd program to compress with");
        Process process = new ProcessBuilder(zstd.toString(), "-c").start();
        try (var in = process.getOutputStream()) {
            in.write(plain);
        }
        return process.getInputStream().readAllBytes();
    }

    private static byte[] config(byte[] layer) {
        return ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Digest.of(layer) + "\"]}}")
                .getBytes(UTF_8);
    }

    private static byte[] manifest(byte[] config, byte[] layer) {
        return JsonObject.builder()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .put(
                        "config",
                        Descriptor.of(MediaTypes.OCI_CONFIG, Digest.of(config), config.length)
                                .toJson())
                .putObjects(
                        "layers",
                        List.of(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.of(layer), layer.length)
                                .toJson()))
                .build()
                .toBytes();
    }

    private static byte[] index(byte[] manifest, String name) {
        JsonObject entry =
                Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(manifest), manifest.length).toJson().toBuilder()
                        .put(
                                "annotations",
                                JsonObject.builder()
                                        .put("org.opencontainers.image.ref.name", name)
                                        .build())
                        .build();
        return JsonObject.builder()
                .put("schemaVersion", 2)
                .putObjects("manifests", List.of(entry))
                .build()
                .toBytes();
    }

    private Image importRootfs(String name, byte[] tar) throws IOException, InterruptedException {
        return store.importRootfs(new ByteArrayInputStream(tar), options(Optional.of(ImageName.parse(name))));
    }

    private static RootfsImport options(Optional<ImageName> name) {
        return new RootfsImport(name, ImageConfig.empty(), "imported", Platform.host());
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertConflict(String name, ImageUse use) {
        return assertThatThrownBy(() -> store.remove(name, RemovalPolicy.REFUSE_WHEN_IN_USE, use))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertMalformed(byte[] archive) {
        return assertThatThrownBy(() -> store.load(new ByteArrayInputStream(archive), ProgressListener.none()))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED));
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !Files.isDirectory(file)).toList();
        }
    }
}
