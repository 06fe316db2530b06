package dev.jcompose.runtime.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A registry on this machine that a test fills with images, and makes behave badly. */
final class FakeRegistry implements AutoCloseable {
    /** Answers instead of the registry; false lets the registry answer. */
    @FunctionalInterface
    interface Mischief {
        boolean handle(HttpExchange exchange) throws IOException;
    }

    private static final class Document {
        private final byte[] bytes;
        private final String mediaType;

        Document(byte[] bytes, String mediaType) {
            this.bytes = bytes;
            this.mediaType = mediaType;
        }

        byte[] bytes() {
            return bytes;
        }

        String mediaType() {
            return mediaType;
        }
    }

    private final HttpServer server;
    private final Map<String, Document> documents = new ConcurrentHashMap<>();
    private final Map<String, String> authorizations = new HashMap<>();
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile Mischief mischief = exchange -> false;

    private FakeRegistry(HttpServer server) {
        this.server = server;
    }

    static FakeRegistry start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var registry = new FakeRegistry(server);
        server.createContext("/", registry::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return registry;
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    ImageName name(String nameAndTag) throws ImageException {
        return ImageName.parse(host() + "/" + nameAndTag);
    }

    void misbehave(Mischief newMischief) {
        mischief = newMischief;
    }

    /** Lets in only who shows this. */
    void require(String authorization, String challenge) {
        authorizations.put("required", authorization);
        authorizations.put("challenge", challenge);
    }

    long count(String part) {
        return requests.stream().filter(request -> request.contains(part)).count();
    }

    Digest blob(byte[] bytes) {
        Digest digest = Digest.of(bytes);
        documents.put("blobs/" + digest, new Document(bytes, "application/octet-stream"));
        return digest;
    }

    Digest manifest(String reference, byte[] bytes, String mediaType) {
        Digest digest = Digest.of(bytes);
        documents.put("manifests/" + digest, new Document(bytes, mediaType));
        documents.put("manifests/" + reference, new Document(bytes, mediaType));
        return digest;
    }

    /** Puts an image of these layers (plain tars), gzipped, under the tag; returns its id. */
    Digest image(String tag, byte[]... layers) {
        return image(tag, Platform.host(), layers);
    }

    Digest image(String tag, Platform platform, byte[]... layers) {
        var descriptors = new ArrayList<JsonObject>();
        var diffIds = new ArrayList<String>();
        for (byte[] layer : layers) {
            byte[] compressed = TarBuilder.gzip(layer);
            descriptors.add(Descriptor.of(MediaTypes.OCI_LAYER_GZIP, blob(compressed), compressed.length)
                    .toJson());
            diffIds.add(Digest.of(layer).toString());
        }
        byte[] config = JsonObject.builder()
                .put("architecture", platform.architecture())
                .put("os", platform.os())
                .put("created", "2024-01-02T03:04:05Z")
                .put(
                        "config",
                        JsonObject.builder()
                                .putStrings("Cmd", List.of("sh", tag))
                                .build())
                .put(
                        "rootfs",
                        JsonObject.builder()
                                .put("type", "layers")
                                .putStrings("diff_ids", diffIds)
                                .build())
                .build()
                .toBytes();
        byte[] manifest = JsonObject.builder()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .put(
                        "config",
                        Descriptor.of(MediaTypes.OCI_CONFIG, blob(config), config.length)
                                .toJson())
                .putObjects("layers", descriptors)
                .build()
                .toBytes();
        manifest(tag, manifest, MediaTypes.OCI_MANIFEST);
        return Digest.of(config);
    }

    /** Puts an index over the images of these tags. */
    void index(String tag, Map<String, Platform> tags) {
        var manifests = new ArrayList<JsonObject>();
        tags.forEach((each, platform) -> {
            byte[] bytes = document("manifests/" + each).bytes();
            manifests.add(Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.of(bytes), bytes.length).toJson().toBuilder()
                    .put(
                            "platform",
                            JsonObject.builder()
                                    .put("os", platform.os())
                                    .put("architecture", platform.architecture())
                                    .build())
                    .build());
        });
        byte[] index = JsonObject.builder()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_INDEX)
                .putObjects("manifests", manifests)
                .build()
                .toBytes();
        manifest(tag, index, MediaTypes.OCI_INDEX);
    }

    byte[] bytes(String what) {
        return document(what).bytes();
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = exchange.getRequestMethod().equals("HEAD") ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Document document(String what) {
        Document document = documents.get(what);
        if (document == null) {
            throw new IllegalStateException("not in the registry: " + what);
        }
        return document;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path
                + (exchange.getRequestHeaders().containsKey("Range")
                        ? " " + exchange.getRequestHeaders().getFirst("Range")
                        : ""));
        if (mischief.handle(exchange)) {
            exchange.close();
            return;
        }
        String required = authorizations.get("required");
        if (required != null && !required.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", authorizations.get("challenge"));
            answer(exchange, 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}");
            return;
        }
        String what = path.replaceFirst("^/v2/.*?/(manifests|blobs)/", "$1/");
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                exchange.getResponseHeaders().set("Location", "/upload/1?state=x");
                answer(exchange, 202, "");
                return;
            }
            case "PUT" -> {
                receive(exchange, what);
                return;
            }
            default -> {}
        }
        Document document = documents.get(what);
        if (document == null) {
            answer(exchange, 404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}");
            return;
        }
        send(exchange, document);
    }

    private void receive(HttpExchange exchange, String what) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        if (what.startsWith("manifests/")) {
            manifest(
                    what.substring("manifests/".length()),
                    bytes,
                    exchange.getRequestHeaders().getFirst("Content-Type"));
        } else if (!exchange.getRequestURI().getQuery().endsWith("digest=" + blob(bytes))) {
            answer(exchange, 400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"digest invalid\"}]}");
            return;
        }
        answer(exchange, 201, "");
    }

    private static void send(HttpExchange exchange, Document document) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", document.mediaType());
        int start = 0;
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            start = Integer.parseInt(range.replaceAll("[^0-9]", ""));
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes " + start + "-" + (document.bytes().length - 1) + "/" + document.bytes().length);
        }
        int length = document.bytes().length - start;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, length == 0 ? -1 : length);
        exchange.getResponseBody().write(document.bytes(), start, length);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
