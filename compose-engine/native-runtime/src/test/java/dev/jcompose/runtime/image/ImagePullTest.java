package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.MountCalls;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImagePullTest {
    private static final byte[] BASE =
            new TarBuilder().directory("bin/").file("bin/sh", "shell").bytes();
    /** mount(2). */
    private static final int MS_REMOUNT = 32;

    private static final byte[] TOP =
            new TarBuilder().file("etc/motd", "hello").whiteout("bin/.wh.sh").bytes();

    @TempDir
    Path directory;

    StateRoot root;
    ImageStore store;
    FakeRegistry registry;
    final List<String> news = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        RootOnly.assume();
        root = StateRoot.open(directory.resolve("state"));
        store = ImageStore.open(
                root, RegistrySettings.fromEnvironment(Map.of()), Clock.systemUTC(), Duration.ofMillis(1));
        registry = FakeRegistry.start();
    }

    @AfterEach
    void close() throws Exception {
        if (root != null) {
            registry.close();
            store.close();
            root.trash().awaitEmpty();
            root.close();
        }
    }

    @Test
    void anImageIsThereWithItsLayersTopFirst() throws Exception {
        Digest id = registry.image("1", BASE, TOP);
        Image image = pull("app:1");
        assertThat(image.id()).isEqualTo(id);
        assertThat(image.repoTags()).containsExactly(registry.host() + "/app:1");
        assertThat(image.repoDigests()).singleElement().asString().startsWith(registry.host() + "/app@sha256:");
        assertThat(image.config().cmd()).containsExactly("sh", "1");
        List<LayerDirectory> layers = store.layerDirectories(image);
        assertThat(layers.get(0).directory().resolve("etc/motd")).hasContent("hello");
        assertThat(layers.get(1).directory().resolve("bin/sh")).hasContent("shell");
        assertThat(store.overlayBase().resolve(layers.get(0).shortName() + "/etc/motd"))
                .hasContent("hello");
        assertThat(LayerView.of(layers.stream().map(LayerDirectory::directory).toList())
                        .list("/bin"))
                .isEmpty();
    }

    @Test
    void theNewsAreDockers() throws Exception {
        registry.image("1", BASE);
        pull("app:1");
        assertThat(news)
                .startsWith("1 Pulling from app")
                .anyMatch(line -> line.endsWith(" Pulling fs layer"))
                .anyMatch(line -> line.endsWith(" Download complete"))
                .anyMatch(line -> line.endsWith(" Pull complete"))
                .endsWith("Status: Downloaded newer image for " + registry.host() + "/app:1");
        news.clear();
        pull("app:1");
        assertThat(news)
                .noneMatch(line -> line.endsWith(" Already exists"))
                .endsWith("Status: Image is up to date for " + registry.host() + "/app:1");
    }

    @Test
    void anImageSurvivesTheEngine() throws Exception {
        registry.image("1", BASE, TOP);
        Image image = pull("app:1");
        store.close();
        root.close();
        root = StateRoot.open(directory.resolve("state"));
        store = ImageStore.open(root);
        assertThat(store.list()).containsExactly(image);
        assertThat(store.layerDirectories(image)).allMatch(layer -> Files.isDirectory(layer.directory()));
    }

    @Test
    void aTagThatMovedLeavesTheOldImageDangling() throws Exception {
        registry.image("1", BASE);
        Image old = pull("app:1");
        registry.image("1", TOP);
        Image current = pull("app:1");
        assertThat(store.get(registry.host() + "/app:1").id()).isEqualTo(current.id());
        assertThat(store.get(old.id().toString()).repoTags()).isEmpty();
    }

    @Test
    void anIndexGivesTheImageOfThisPlatform() throws Exception {
        registry.image("other", new Platform("linux", "s390x", Optional.empty()), BASE);
        Digest mine = registry.image("mine", TOP);
        registry.index("1", platforms());
        assertThat(pull("app:1").id()).isEqualTo(mine);
    }

    @Test
    void aPlatformThatIsNotThereIsToldWithThoseThatAre() {
        registry.image("other", new Platform("linux", "s390x", Optional.empty()), BASE);
        registry.image("mine", TOP);
        registry.index("1", platforms());
        assertFails(
                        () -> store.pull(
                                registry.name("app:1"),
                                Optional.of(Platform.parse("linux/mips64")),
                                anonymous(),
                                quiet()),
                        Kind.NO_MATCHING_PLATFORM)
                .hasMessageContaining("no matching manifest for linux/mips64 in the manifest list entries")
                .hasMessageContaining("linux/s390x");
    }

    @Test
    void aSingleImageOfAnotherPlatformIsRefusedOnlyIfOneWasAskedFor() throws Exception {
        registry.image("1", new Platform("linux", "s390x", Optional.empty()), BASE);
        assertThat(pull("app:1").platform().architecture()).isEqualTo("s390x");
        assertFails(
                        () -> store.pull(registry.name("app:1"), Optional.of(Platform.host()), anonymous(), quiet()),
                        Kind.NO_MATCHING_PLATFORM)
                .hasMessageContaining("actual: linux/s390x");
    }

    @Test
    void aDigestPinsTheImage() throws Exception {
        registry.image("1", BASE);
        Image image = pull("app:1");
        String digest = image.repoDigests().getFirst().replaceFirst(".*@", "");
        store.remove(registry.host() + "/app:1", RemovalPolicy.FORCE, ImageUse.none());
        Image pinned = pull("app@" + digest);
        assertThat(pinned.repoTags()).isEmpty();
        assertThat(store.find(registry.host() + "/app@" + digest)).contains(pinned);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFails(() -> pull("app:nosuch"), Kind.NOT_FOUND)
                .hasMessage("manifest for " + registry.host()
                        + "/app:nosuch not found: manifest unknown: manifest unknown");
    }

    @Test
    void aRegistryThatIsDownIsToldWithItsAddress() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ImageName name = ImageName.parse("127.0.0.1:" + port + "/app:1");
        assertFails(() -> store.pull(name, Optional.empty(), anonymous(), quiet()), Kind.REGISTRY_UNREACHABLE)
                .hasMessage("Get \"http://127.0.0.1:" + port + "/v2/\": dial tcp 127.0.0.1:" + port
                        + ": connect: connection refused");
    }

    @Test
    void basicCredentialsLetIn() throws Exception {
        registry.image("1", BASE);
        registry.require("Basic dXNlcjpzZWNyZXQ=", "Basic realm=\"r\"");
        assertFails(() -> pull("app:1"), Kind.ACCESS_DENIED)
                .hasMessageContaining("pull access denied for " + registry.host() + "/app");
        assertThat(store.pull(
                        registry.name("app:1"),
                        Optional.empty(),
                        new RegistryCredentials.Password("user", "secret"),
                        quiet()))
                .isNotNull();
    }

    @Test
    void aTokenIsFetchedOnceForTheWholePull() throws Exception {
        registry.image("1", BASE, TOP);
        var tokens = new AtomicInteger();
        var queries = new ArrayList<String>();
        registry.require(
                "Bearer t0ken",
                "Bearer realm=\"http://127.0.0.1:" + registry.host().split(":")[1]
                        + "/token\",service=\"reg\",scope=\"repository:app:pull\"");
        registry.misbehave(exchange -> {
            if (!exchange.getRequestURI().getPath().equals("/token")) {
                return false;
            }
            tokens.incrementAndGet();
            queries.add(exchange.getRequestURI().getQuery() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            FakeRegistry.answer(exchange, 200, "{\"access_token\":\"t0ken\",\"expires_in\":300}");
            return true;
        });
        store.pull(
                registry.name("app:1"), Optional.empty(), new RegistryCredentials.Password("user", "secret"), quiet());
        assertThat(tokens).hasValue(1);
        assertThat(queries)
                .containsExactly("service=reg&scope=repository:app:pull&account=user Basic dXNlcjpzZWNyZXQ=");
    }

    @Test
    void aTokenServerThatCannotBeTrustedIsNotAsked() {
        registry.image("1", BASE);
        registry.require("Bearer t", "Bearer realm=\"http://registry.example/token\",service=\"reg\"");
        assertFails(() -> pull("app:1"), Kind.REGISTRY_ERROR).hasMessageContaining("not safe to ask");
    }

    @Test
    void theAuthorizationStaysBehindOnARedirectElsewhere() throws Exception {
        registry.image("1", BASE);
        registry.require("Basic dXNlcjpzZWNyZXQ=", "Basic realm=\"r\"");
        try (FakeRegistry elsewhere = FakeRegistry.start()) {
            elsewhere.image("1", BASE);
            var leaked = new ArrayList<String>();
            elsewhere.misbehave(exchange -> {
                leaked.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
                return false;
            });
            registry.misbehave(exchange -> {
                if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
                    return false;
                }
                exchange.getResponseHeaders().set("Location", "http://" + elsewhere.host() + exchange.getRequestURI());
                FakeRegistry.answer(exchange, 307, "");
                return true;
            });
            store.pull(
                    registry.name("app:1"),
                    Optional.empty(),
                    new RegistryCredentials.Password("user", "secret"),
                    quiet());
            assertThat(elsewhere.count("/blobs/")).isEqualTo(2);
            assertThat(leaked).isEmpty();
        }
    }

    @Test
    void aDownloadThatBrokeOffGoesOnWhereItWas() throws Exception {
        byte[] large = new byte[300_000];
        new java.util.Random(1).nextBytes(large);
        registry.image("1", new TarBuilder().file("large", large).bytes());
        var broken = new AtomicInteger();
        registry.misbehave(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.contains("/blobs/") && broken.get() == 0 && !isConfig(path)) {
                broken.incrementAndGet();
                exchange.sendResponseHeaders(200, 300_000);
                exchange.getResponseBody().write(blobOf(path), 0, 100_000);
                exchange.getResponseBody().flush();
                throw new IOException("gone");
            }
            return false;
        });
        pull("app:1");
        assertThat(broken).hasValue(1);
        assertThat(registry.count("bytes=")).isEqualTo(1);
    }

    @Test
    void wrongBytesAreNotKept() throws Exception {
        registry.image("1", BASE);
        registry.misbehave(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (!path.contains("/blobs/") || isConfig(path)) {
                return false;
            }
            byte[] bytes = blobOf(path).clone();
            bytes[20] ^= 1;
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            return true;
        });
        assertFails(() -> pull("app:1"), Kind.DIGEST_MISMATCH).hasMessageContaining("verification failed");
        registry.misbehave(exchange -> false);
        assertThat(pull("app:1")).isNotNull();
    }

    /** Too small for the blob, then for the blob and the layer; then there is room. */
    @Test
    void aFullDiskIsToldAndThePullGoesOnOnceThereIsRoom() throws Exception {
        byte[] large = new byte[4 << 20];
        new java.util.Random(1).nextBytes(large);
        registry.image("1", new TarBuilder().file("large", large).bytes());
        Path small = Files.createDirectory(directory.resolve("small"));
        MountCalls.mount("tmpfs", small, "tmpfs", 0, "size=2m");
        try (var smallRoot = StateRoot.open(small.resolve("state"));
                var smallStore = ImageStore.open(
                        smallRoot,
                        RegistrySettings.fromEnvironment(Map.of()),
                        Clock.systemUTC(),
                        Duration.ofMillis(1))) {
            for (String size : List.of("size=6m", "size=32m")) {
                assertFails(
                                () -> smallStore.pull(
                                        registry.name("app:1"), Optional.empty(), anonymous(), ProgressListener.none()),
                                Kind.DISK_FULL)
                        .hasMessageContaining("app:1")
                        .hasMessageContaining(small.toString());
                assertThat(smallStore.list()).isEmpty();
                MountCalls.mount("tmpfs", small, "tmpfs", MS_REMOUNT, size);
            }
            smallStore.pull(registry.name("app:1"), Optional.empty(), anonymous(), ProgressListener.none());
            assertThat(smallStore.list()).hasSize(1);
            smallRoot.trash().awaitEmpty();
        } finally {
            MountCalls.detach(small);
        }
    }

    @Test
    void aLayerThatIsNotWhatTheConfigurationSaysIsRefused() {
        registry.image("1", BASE);
        byte[] compressed = TarBuilder.gzip(TOP);
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Digest.of(BASE) + "\"]}}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        manifest("1", config, compressed);
        assertFails(() -> pull("app:1"), Kind.DIGEST_MISMATCH)
                .hasMessageContaining("other content than its image says");
    }

    @Test
    void aRegistryThatAsksForPatienceGetsIt() throws Exception {
        registry.image("1", BASE);
        var refused = new AtomicInteger();
        registry.misbehave(exchange -> {
            if (refused.getAndIncrement() >= 2) {
                return false;
            }
            exchange.getResponseHeaders().set("Retry-After", "0");
            FakeRegistry.answer(exchange, refused.get() == 1 ? 429 : 503, "");
            return true;
        });
        assertThat(pull("app:1")).isNotNull();
    }

    @Test
    void patienceEnds() {
        registry.image("1", BASE);
        registry.misbehave(exchange -> {
            FakeRegistry.answer(
                    exchange, 429, "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\",\"message\":\"slow down\"}]}");
            return true;
        });
        assertFails(() -> pull("app:1"), Kind.RATE_LIMITED).hasMessageContaining("slow down");
    }

    @Test
    void documentsThatCanBeReadInTwoWaysAreRefused() {
        registry.manifest(
                "1",
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                MediaTypes.OCI_MANIFEST);
        assertFails(() -> pull("app:1"), Kind.MALFORMED);
        registry.manifest(
                "2",
                "{\"schemaVersion\":1,\"fsLayers\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "application/json");
        assertFails(() -> pull("app:2"), Kind.UNSUPPORTED).hasMessageContaining("schema 1");
        registry.manifest("3", new byte[Manifest.MAX_SIZE + 1], MediaTypes.OCI_MANIFEST);
        assertFails(() -> pull("app:3"), Kind.MALFORMED).hasMessageContaining("more than");
        registry.manifest("4", "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8), "text/html");
        assertFails(() -> pull("app:4"), Kind.MALFORMED);
    }

    @Test
    void aLayerThatManyWantIsFetchedOnce() throws Exception {
        registry.image("1", BASE, TOP);
        registry.image("2", BASE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pulls = new ArrayList<java.util.concurrent.Future<Image>>();
            for (int i = 0; i < 8; i++) {
                String tag = "app:" + (1 + i % 2);
                pulls.add(threads.submit(() -> pull(tag)));
            }
            for (var pull : pulls) {
                assertThat(pull.get()).isNotNull();
            }
        }
        assertThat(registry.count("/blobs/" + Digest.of(TarBuilder.gzip(BASE)))).isEqualTo(1);
        assertThat(registry.count("/blobs/" + Digest.of(TarBuilder.gzip(TOP)))).isEqualTo(1);
    }

    @Test
    void anInterruptEndsThePullAndTheNextOneSucceeds() throws Exception {
        registry.image("1", BASE, TOP);
        var never = new CountDownLatch(1);
        registry.misbehave(exchange -> {
            if (exchange.getRequestURI().getPath().contains("/blobs/" + Digest.of(TarBuilder.gzip(TOP)))) {
                exchange.sendResponseHeaders(200, TarBuilder.gzip(TOP).length);
                exchange.getResponseBody().write(TarBuilder.gzip(TOP), 0, 10);
                exchange.getResponseBody().flush();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return false;
        });
        var failure = new java.util.concurrent.CompletableFuture<Throwable>();
        Path partial = directory.resolve("state/images/partial");
        try (var changes = partial.getFileSystem().newWatchService()) {
            partial.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            Thread pulling = Thread.ofVirtual().start(() -> {
                try {
                    pull("app:1");
                    failure.complete(new AssertionError("went through"));
                } catch (Throwable e) {
                    failure.complete(e);
                }
            });
            Path layer = partial.resolve(Digest.of(TarBuilder.gzip(TOP)).hex());
            while (Files.notExists(layer) || Files.size(layer) < 10) {
                changes.take().reset();
            }
            pulling.interrupt();
        }
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        never.countDown();
        registry.misbehave(exchange -> false);
        assertThat(pull("app:1")).isNotNull();
        assertThat(registry.count("bytes=")).isEqualTo(1); // what was there of the layer was used
    }

    @Test
    void whatAKilledEngineLeftIsClearedAway() throws Exception {
        registry.image("1", BASE);
        pull("app:1");
        Path halfUnpacked = root.temporary("layer");
        Files.createDirectories(halfUnpacked.resolve("diff/etc"));
        Path unreferenced = directory.resolve("state/images/layers/" + "a".repeat(64));
        Files.createDirectories(unreferenced.resolve("diff"));
        store.close();
        root.close();
        root = StateRoot.open(directory.resolve("state"));
        store = ImageStore.open(root);
        assertThat(halfUnpacked).doesNotExist();
        assertThat(unreferenced).doesNotExist();
        assertThat(store.list()).hasSize(1);
    }

    private Map<String, Platform> platforms() {
        var platforms = new LinkedHashMap<String, Platform>();
        platforms.put("other", new Platform("linux", "s390x", Optional.empty()));
        platforms.put("mine", Platform.host());
        return platforms;
    }

    private void manifest(String tag, byte[] config, byte[] layer) {
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":"
                + Descriptor.of(MediaTypes.OCI_CONFIG, registry.blob(config), config.length)
                        .toJson() + ",\"layers\":["
                + Descriptor.of(MediaTypes.OCI_LAYER_GZIP, registry.blob(layer), layer.length)
                        .toJson() + "]}";
        registry.manifest(tag, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), MediaTypes.OCI_MANIFEST);
    }

    private byte[] blobOf(String path) {
        return registry.bytes("blobs/" + path.replaceFirst(".*/", ""));
    }

    private boolean isConfig(String path) {
        return blobOf(path)[0] == '{';
    }

    private Image pull(String name) throws IOException, InterruptedException {
        return store.pull(registry.name(name), Optional.empty(), anonymous(), quiet());
    }

    private ProgressListener quiet() {
        return progress -> {
            if (progress.current().isEmpty()) {
                news.add(progress.id().map(id -> id + " ").orElse("") + progress.status());
            }
        };
    }

    private static RegistryCredentials anonymous() {
        return RegistryCredentials.anonymous();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> assertFails(ThrowingCallable call, Kind kind) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
