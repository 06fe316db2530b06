package dev.jcompose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.jcompose.engine.testkit.InMemoryEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config} with the digests of images, as a registry on this machine has them. */
class ConfigDigestsTest {
    private static final String INDEX = "{\"schemaVersion\": 2, \"manifests\": []}";

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server = unstarted();
    private String registry = "";
    private String digest = "";

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void serve() throws Exception {
        byte[] manifest = INDEX.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            boolean known = path.equals("/v2/team/web/manifests/2") || path.equals("/v2/db/manifests/latest");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? manifest.length : -1);
            if (known) {
                exchange.getResponseBody().write(manifest);
            }
            exchange.close();
        });
        server.start();
        registry = "127.0.0.1:" + server.getAddress().getPort();
        digest = "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(manifest));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private CommandRun config(String... options) {
        String[] words = new String[options.length + 1];
        words[0] = "config";
        System.arraycopy(options, 0, words, 1, options.length);
        return CommandRun.of(directory, new InMemoryEngine(), Map.of("HOME", directory.toString()), words);
    }

    private void compose(String text) throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), text.replace("REG", registry));
    }

    private void shop() throws IOException {
        compose("""
            name: shop
            services:
              db: {image: REG/db}
              pinned: {image: 'REG/other@sha256:%s'}
              web: {image: 'REG/team/web:2', labels: {a: b}}
              web2: {image: 'REG/team/web:2'}
            """.formatted("0".repeat(64)));
    }

    @Test
    void imagesAreShownWithTheirDigests() throws IOException {
        shop();

        CommandRun run = config("--resolve-image-digests", "--no-normalize");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        """
                        name: shop
                        services:
                          db:
                            image: REG/db:latest@DIGEST
                          pinned:
                            image: REG/other@sha256:%s
                          web:
                            image: REG/team/web:2@DIGEST
                            labels:
                              a: b
                          web2:
                            image: REG/team/web:2@DIGEST
                        """.formatted("0".repeat(64)).replace("REG", registry).replace("DIGEST", digest));
    }

    @Test
    void aNameIsAskedForOnceAndOneWithADigestNever() throws IOException {
        shop();

        config("--resolve-image-digests");

        assertThat(asked).containsExactlyInAnyOrder("/v2/db/manifests/latest", "/v2/team/web/manifests/2");
    }

    @Test
    void lockedDigestsAreAnOverrideFileThatLoads() throws IOException {
        shop();

        CommandRun run = config("--lock-image-digests", "-o", "lock.yaml");

        assertThat(run.code()).as(run.err()).isZero();
        Path lock = directory.resolve("lock.yaml");
        assertThat(Files.readString(lock))
                .isEqualTo(
                        """
                        services:
                          db:
                            image: REG/db:latest@DIGEST
                          pinned:
                            image: REG/other@sha256:%s
                          web:
                            image: REG/team/web:2@DIGEST
                          web2:
                            image: REG/team/web:2@DIGEST
                        """.formatted("0".repeat(64)).replace("REG", registry).replace("DIGEST", digest));
        CommandRun both = CommandRun.of(
                directory,
                new InMemoryEngine(),
                Map.of(),
                "-f",
                "compose.yaml",
                "-f",
                "lock.yaml",
                "config",
                "--images");
        assertThat(both.out()).contains(registry + "/team/web:2@" + digest);
    }

    @Test
    void lockedDigestsAreJsonWhereThatIsAskedFor() throws IOException {
        compose("services: {web: {image: 'REG/team/web:2'}}\n");

        CommandRun run = config("--lock-image-digests", "--format", "json");

        assertThat(run.out()).isEqualTo("""
            {
              "services": {
                "web": {
                  "image": "REG/team/web:2@DIGEST"
                }
              }
            }
            """.replace("REG", registry).replace("DIGEST", digest));
    }

    @Test
    void anImageThatTheRegistryLacksIsAnErrorThatNamesIt() throws IOException {
        compose("services: {web: {image: 'REG/team/web:3'}}\n");

        CommandRun run = config("--resolve-image-digests");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("error: cannot pin images: registry %s does not have %s/team/web:3\n"
                        .formatted(registry, registry));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsAnErrorThatNamesIt() throws IOException {
        compose("services: {web: {image: 'REG/team/web:2'}}\n");
        server.stop(0);

        CommandRun run = config("--lock-image-digests");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).startsWith("error: cannot pin images: registry " + registry + " cannot be reached");
        assertThat(run.out()).isEmpty();
    }
}
