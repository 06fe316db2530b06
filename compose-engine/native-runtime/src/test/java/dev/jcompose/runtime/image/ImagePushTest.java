package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.StateRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImagePushTest {
    private static final byte[] ROOTFS =
            new TarBuilder().file("etc/motd", "hello").bytes();

    @TempDir
    Path directory;

    StateRoot root;
    ImageStore store;
    FakeRegistry registry;
    final List<String> news = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        RootOnly.assume();
        root = StateRoot.open(directory.resolve("state"));
        store = open(root, Map.of());
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
    void whatIsPushedCanBePulledElsewhere() throws Exception {
        Image image = importAs(registry.name("app:1"));
        Digest digest = push();
        assertThat(news).endsWith("1: digest: " + digest + " size: " + registry.bytes("manifests/1").length);
        assertThat(store.get(image.id().toString()).repoDigests()).containsExactly(registry.host() + "/app@" + digest);
        try (var otherRoot = StateRoot.open(directory.resolve("other"));
                var other = open(otherRoot, Map.of())) {
            Image pulled = other.pull(
                    registry.name("app:1"), Optional.empty(), RegistryCredentials.anonymous(), ProgressListener.none());
            assertThat(pulled.id()).isEqualTo(image.id());
            otherRoot.trash().awaitEmpty();
        }
    }

    @Test
    void whatTheRegistryHasIsNotSentAgain() throws Exception {
        importAs(registry.name("app:1"));
        push();
        news.clear();
        push();
        assertThat(news).anyMatch(line -> line.endsWith("Layer already exists"));
        assertThat(registry.count("POST")).isEqualTo(2); // the layer and the configuration, once
    }

    @Test
    void aRegistryThatRefusesIsTold() throws Exception {
        importAs(registry.name("app:1"));
        registry.require("Basic x", "Basic realm=\"r\"");
        assertThatThrownBy(this::push)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ACCESS_DENIED))
                .hasMessageContaining("push access denied for " + registry.host() + "/app");
    }

    @Test
    void aTokenIsAskedForWithTheRightToPush() throws Exception {
        importAs(registry.name("app:1"));
        var queries = new ArrayList<String>();
        registry.require("Bearer t", "Bearer realm=\"http://" + registry.host() + "/token\",service=\"reg\"");
        registry.misbehave(exchange -> {
            if (!exchange.getRequestURI().getPath().equals("/token")) {
                return false;
            }
            queries.add(exchange.getRequestURI().getQuery());
            FakeRegistry.answer(exchange, 200, "{\"token\":\"t\"}");
            return true;
        });
        push();
        assertThat(queries).containsExactly("service=reg&scope=repository:app:pull,push");
    }

    @Test
    void whatIsNotHereCannotBePushed() {
        assertThatThrownBy(this::push)
                .hasMessage("An image does not exist locally with the tag: " + registry.host() + "/app");
    }

    @Test
    void aMirrorIsAskedBeforeDockerHubAndGetsNoCredentials() throws Exception {
        registry.image("1", ROOTFS);
        var shown = new ArrayList<String>();
        registry.misbehave(exchange -> {
            shown.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            return false;
        });
        try (var otherRoot = StateRoot.open(directory.resolve("other"));
                var other = open(otherRoot, Map.of("JCOMPOSE_REGISTRY_MIRRORS", "http://" + registry.host() + "/"))) {
            Image image = other.pull(
                    ImageName.parse("nginx:1"),
                    Optional.empty(),
                    new RegistryCredentials.Password("user", "secret"),
                    ProgressListener.none());
            assertThat(image.repoTags()).containsExactly("nginx:1");
            otherRoot.trash().awaitEmpty();
        }
        assertThat(registry.requests).contains("GET /v2/library/nginx/manifests/1");
        assertThat(shown).isEmpty();
    }

    @Test
    void anInsecureRegistryIsAskedInPlainHttpAfterHttps() throws Exception {
        var settings =
                RegistrySettings.fromEnvironment(Map.of("JCOMPOSE_INSECURE_REGISTRIES", "reg.example:5000, other"));
        assertThat(settings.endpoints(ImageName.parse("reg.example:5000/app")))
                .extracting(RegistryEndpoint::base)
                .containsExactly(URI.create("https://reg.example:5000"), URI.create("http://reg.example:5000"));
        assertThat(settings.endpoints(ImageName.parse("reg.example/app")))
                .extracting(RegistryEndpoint::base)
                .containsExactly(URI.create("https://reg.example"));
    }

    private static ImageStore open(StateRoot root, Map<String, String> environment) throws IOException {
        return ImageStore.open(
                root, RegistrySettings.fromEnvironment(environment), Clock.systemUTC(), Duration.ofMillis(1));
    }

    private Image importAs(ImageName name) throws IOException, InterruptedException {
        var options = new RootfsImport(Optional.of(name), ImageConfig.empty(), "imported", Platform.host());
        return store.importRootfs(new ByteArrayInputStream(TarBuilder.gzip(ROOTFS)), options);
    }

    private Digest push() throws IOException, InterruptedException {
        return store.push(
                        registry.name("app:1"),
                        RegistryCredentials.anonymous(),
                        progress -> news.add(progress.id().map(id -> id + " ").orElse("") + progress.status()))
                .digest();
    }
}
