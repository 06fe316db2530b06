package dev.jcompose.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.jcompose.model.load.ComposeLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects in a registry on this machine. */
class ArtifactSourceTest {
    private static final String FILE = "application/vnd.docker.compose.file+yaml";

    @TempDir
    Path directory;

    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final HttpServer server = start();
    private String host = "";

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            byte[] body = documents.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body == null ? new byte[0] : body);
            }
        });
        server.start();
        host = "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String layer(String text, String annotations) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String digest = RegistryReader.digestOf(bytes);
        documents.put("/v2/team/shop/blobs/" + digest, bytes);
        return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d, \"annotations\": {%s}}"
                .formatted(FILE, digest, bytes.length, annotations);
    }

    private void publish(String artifactType, String... layers) {
        String manifest = "{\"schemaVersion\": 2, \"artifactType\": \"%s\", \"layers\": [%s]}"
                .formatted(artifactType, String.join(", ", layers));
        documents.put("/v2/team/shop/manifests/1", manifest.getBytes(StandardCharsets.UTF_8));
    }

    private ArtifactSource source() {
        return new ArtifactSource(directory.resolve("cache"), Map.of("HOME", directory.toString()));
    }

    @Test
    void theFilesOfAProjectAreReadAsOne() throws Exception {
        publish(
                "application/vnd.docker.compose.project",
                layer("services: {web: {extends: {file: base.yaml, service: b}}}", ""),
                layer("services: {web: {image: 'web:2'}}", "\"com.docker.compose.file\": \"override.yaml\""),
                layer(
                        "services: {b: {image: base, user: me}}",
                        "\"com.docker.compose.file\": \"base.yaml\", \"com.docker.compose.extends\": \"true\""));
        Files.writeString(directory.resolve("compose.yaml"), "include: ['oci://" + host + "/team/shop:1']\n");

        var services = ComposeLoader.builder()
                .workingDirectory(directory)
                .remoteSources(source())
                .build()
                .load()
                .orThrow()
                .services();

        var web = Objects.requireNonNull(services.get("web"));
        assertThat(web.image()).contains("web:2");
        assertThat(web.user()).contains("me");
    }

    @Test
    void noFileIsWrittenAnywhereElse() {
        for (String name : List.of("../evil.yaml", "/tmp/evil.yaml", "a/../../evil.yaml", "sub/evil.yaml")) {
            publish(
                    "application/vnd.docker.compose.project",
                    layer("services: {}", ""),
                    layer(
                            "services: {}",
                            "\"com.docker.compose.file\": \"" + name + "\", \"com.docker.compose.extends\": \"true\""));

            assertThatThrownBy(() -> source().fetch("oci://" + host + "/team/shop:1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("would be written elsewhere");
        }
        assertThat(directory.resolve("evil.yaml")).doesNotExist();
    }

    @Test
    void whatIsNoProjectOrNotThereIsNamed() {
        publish("application/vnd.oci.image.config.v1+json");

        assertThatThrownBy(() -> source().fetch("oci://" + host + "/team/shop:1"))
                .hasMessageContaining("is not a Compose project");
        assertThatThrownBy(() -> source().fetch("oci://" + host + "/team/shop:2"))
                .hasMessageContaining("does not have " + host + "/team/shop:2");
    }

    @Test
    void contentThatIsNotThatOfTheDigestIsRefused() {
        publish("application/vnd.docker.compose.project", layer("services: {}", ""));
        documents.replaceAll((path, body) -> path.contains("/blobs/") ? new byte[] {'x'} : body);

        assertThatThrownBy(() -> source().fetch("oci://" + host + "/team/shop:1"))
                .hasMessageContaining("sent something else");
    }

    @Test
    void imagesArePinnedToWhatTheRegistryHas() throws Exception {
        publish("");
        String digest = RegistryReader.digestOf(Objects.requireNonNull(documents.get("/v2/team/shop/manifests/1")));
        try (var registry = new RegistryReader(Map.of("HOME", directory.toString()))) {
            String pinned = host + "/team/shop:1@" + digest;
            assertThat(registry.pin(host + "/team/shop:1")).isEqualTo(pinned);
            assertThat(registry.pin(pinned)).isEqualTo(pinned);
        }
    }

    @Test
    void namesWithoutAHostAreThoseOfDockerHub() {
        assertThat(RegistryName.parse("redis")).hasToString("docker.io/library/redis:latest");
        assertThat(RegistryName.parse("team/app:1")).hasToString("docker.io/team/app:1");
        assertThat(RegistryName.parse("localhost/app")).hasToString("localhost/app:latest");
    }
}
