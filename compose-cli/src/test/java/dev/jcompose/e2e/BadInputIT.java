package dev.jcompose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One clear message with a position or a resource, an exit code other than 0, no stack trace. */
class BadInputIT {
    private Jcompose jcompose;

    @BeforeEach
    void anEngine() throws Exception {
        jcompose = Jcompose.withImage("bad");
    }

    @AfterEach
    void takeDown() throws Exception {
        jcompose.close();
    }

    @Test
    void anUnknownKeyIsNamedWithItsPlaceAndTheKeyThatWasMeant() throws Exception {
        jcompose.file("compose.yaml", """
            services:
              web:
                image: tiny:1
                depend_on: [db]
            """);
        assertThat(refused("up", "-d"))
                .contains("compose.yaml:4:5: error:")
                .contains("depend_on: [db]")
                .contains("^^^^^^^^^")
                .contains("did you mean \"depends_on\"?");
    }

    @Test
    void aWrongTypeIsNamedWithItsPlaceAndWhatWasExpected() throws Exception {
        jcompose.file("compose.yaml", """
            services:
              web:
                image: tiny:1
                ports: eighty
            """);
        assertThat(refused("up", "-d")).contains("compose.yaml:4:12: error:").contains("ports");
    }

    @Test
    void aCycleIsNamedWithThePlaceOfEveryEdge() throws Exception {
        jcompose.file("compose.yaml", """
            services:
              a: {image: "tiny:1", depends_on: [b]}
              b: {image: "tiny:1", depends_on: [a]}
            """);
        assertThat(refused("up", "-d"))
                .contains("cycle")
                .contains("compose.yaml:2:37")
                .contains("compose.yaml:3:37");
    }

    @Test
    void aMissingRequiredVariableIsNamedWithItsPlaceAndMessage() throws Exception {
        jcompose.file("compose.yaml", """
            services:
              web:
                image: ${TAG:?set TAG to a release}
            """);
        assertThat(refused("up", "-d"))
                .contains("compose.yaml:3:12: error:")
                .contains("TAG")
                .contains("set TAG to a release");
    }

    @Test
    void aTakenPortIsNamedWithItsHolder() throws Exception {
        try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            jcompose.file("compose.yaml", """
                services:
                  web:
                    image: tiny:1
                    command: [sleep, "1000"]
                    ports: ["127.0.0.1:%d:80"]
                """.formatted(holder.getLocalPort()));
            assertThat(refused("up", "-d"))
                    .contains(Integer.toString(holder.getLocalPort()))
                    .contains("port is already allocated")
                    .contains(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void anImageThatTheRegistryDoesNotHaveIsNamed() throws Exception {
        var registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            var body = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/v2/") ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        registry.start();
        try {
            var image = "127.0.0.1:" + registry.getAddress().getPort() + "/nobody/has-it:9";
            oneService(image);
            assertThat(refused("up", "-d")).contains(image).contains("not found");
        } finally {
            registry.stop(0);
        }
    }

    @Test
    void aRegistryThatIsDownIsNamed() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        oneService("127.0.0.1:" + closed + "/some/image:1");
        assertThat(refused("up", "-d")).contains("127.0.0.1:" + closed).containsIgnoringCase("connection refused");
    }

    @Test
    void aFullDiskIsNamedAndTheStoreStaysUsable() throws Exception {
        try (var small = SmallDisk.mount("24m"); ) {
            jcompose.environment("JCOMPOSE_ROOT", small.path().toString());
            try {
                var refused = jcompose.run("image", "import", bigArchive().toString(), "big:1");
                assertThat(refused.code()).isNotZero();
                assertThat(refused.err())
                        .containsIgnoringCase("no space left on device")
                        .contains("big:1");
                noTrace(refused);

                jcompose.ok("image", "import", TinyImage.archive().toString(), Jcompose.IMAGE);
                oneService(Jcompose.IMAGE);
                jcompose.ok("up", "-d");
                jcompose.ok("down", "-t", "0");
            } finally {
                jcompose.run("engine", "stop");
                jcompose.environment("JCOMPOSE_ROOT", jcompose.root.toString());
            }
        }
    }

    /** A root file system with one file of 64 MiB that does not compress. */
    private Path bigArchive() throws Exception {
        var folder = java.nio.file.Files.createDirectory(jcompose.project.resolve("big"));
        var bytes = new byte[64 << 20];
        new java.util.Random(1).nextBytes(bytes);
        java.nio.file.Files.write(folder.resolve("file"), bytes);
        var archive = jcompose.project.resolve("big.tar");
        SmallDisk.command("tar", "-C", folder.toString(), "-cf", archive.toString(), ".");
        return archive;
    }

    private void oneService(String image) throws IOException {
        jcompose.file("compose.yaml", """
            services:
              web:
                image: %s
                command: [sleep, "1000"]
            """.formatted(image));
    }

    private String refused(String... arguments) throws IOException, InterruptedException {
        var result = jcompose.run(arguments);
        assertThat(result.code()).as(result.all()).isNotZero();
        noTrace(result);
        assertThat(jcompose.ok("-p", "bad", "ps", "-q").out())
                .as("running containers")
                .isEmpty();
        return result.err();
    }

    private static void noTrace(Jcompose.Result result) {
        assertThat(result.all()).doesNotContain("\tat ").doesNotContain("Exception");
    }
}
