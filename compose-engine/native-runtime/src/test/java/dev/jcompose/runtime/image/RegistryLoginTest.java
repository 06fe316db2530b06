package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.store.StateRoot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a registry without fetching an image: whether it lets somebody in, and what it has. */
class RegistryLoginTest {
    private static final byte[] LAYER =
            new TarBuilder().file("etc/motd", "hello").bytes();
    private static final RegistryCredentials ANNA = new RegistryCredentials.Password("anna", "secret");

    @TempDir
    private Path directory;

    private StateRoot root;
    private ImageStore store;
    private FakeRegistry registry;

    @BeforeEach
    void open() throws Exception {
        root = StateRoot.open(directory.resolve("state"));
        store = ImageStore.open(root, RegistrySettings.fromEnvironment(Map.of()));
        registry = FakeRegistry.start();
        registry.misbehave(exchange -> {
            boolean asksToEnter = exchange.getRequestURI().getPath().equals("/v2/")
                    && "Basic YW5uYTpzZWNyZXQ="
                            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (asksToEnter) {
                FakeRegistry.answer(exchange, 200, "{}");
            }
            return asksToEnter;
        });
    }

    @AfterEach
    void close() throws Exception {
        registry.close();
        store.close();
        root.close();
    }

    @Test
    void theRightPasswordLetsInAndAWrongOneDoesNot() throws Exception {
        registry.require("Basic YW5uYTpzZWNyZXQ=", "Basic realm=\"here\"");
        store.login(registry.host(), ANNA);
        assertThatThrownBy(() -> store.login(registry.host(), new RegistryCredentials.Password("anna", "guess")))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(ImageException.Kind.ACCESS_DENIED))
                .hasMessageContaining("unauthorized")
                .hasMessageNotContaining("guess");
    }

    @Test
    void aTokenServerIsAskedWithoutAnyScope() throws Exception {
        var queries = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        registry.require("Bearer t", "Bearer realm=\"http://" + registry.host() + "/token\",service=\"registry\"");
        registry.misbehave(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/token")) {
                queries.add(exchange.getRequestURI().getQuery());
                FakeRegistry.answer(exchange, 200, "{\"token\":\"t\"}");
                return true;
            }
            boolean entered = path.equals("/v2/")
                    && "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (entered) {
                FakeRegistry.answer(exchange, 200, "{}");
            }
            return entered;
        });
        store.login(registry.host(), ANNA);
        assertThat(queries)
                .singleElement()
                .satisfies(query -> assertThat(query)
                        .contains("service=registry")
                        .contains("account=anna")
                        .doesNotContain("scope"));
    }

    @Test
    void aRegistryThatIsDownIsNoRefusal() {
        String host = registry.host();
        registry.close();
        assertThatThrownBy(() -> store.login(host, ANNA))
                .isInstanceOfSatisfying(
                        ImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(ImageException.Kind.REGISTRY_UNREACHABLE));
    }

    @Test
    void anImageIsToldWithItsPlatformAndNothingIsKept() throws Exception {
        registry.image("1", LAYER);
        Distribution found = store.inspectRemote(registry.name("app:1"), RegistryCredentials.anonymous());
        assertThat(found.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(found.digest()).isEqualTo(Digest.of(registry.bytes("manifests/1")));
        assertThat(found.size()).isEqualTo(registry.bytes("manifests/1").length);
        assertThat(found.platforms()).containsExactly(Platform.host());
        assertThat(store.list()).isEmpty();
    }

    @Test
    void anIndexIsToldWithAllItsPlatforms() throws Exception {
        registry.image("amd", Platform.parse("linux/amd64"), LAYER);
        registry.image("arm", Platform.parse("linux/arm64"), LAYER);
        var tags = new LinkedHashMap<String, Platform>();
        tags.put("amd", Platform.parse("linux/amd64"));
        tags.put("arm", Platform.parse("linux/arm64"));
        registry.index("both", tags);
        Distribution found = store.inspectRemote(registry.name("app:both"), RegistryCredentials.anonymous());
        assertThat(found.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(found.platforms()).containsExactly(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
    }
}
