package dev.jcompose.engine.docker.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine on a unix socket that answers as a test tells it to, and keeps what it was asked. */
public final class FakeEngine implements AutoCloseable {
    /** What was asked. */
    public record Asked(String method, String target, Map<String, String> headers, String body) {}

    /** Writes whatever it likes; the connection is closed when it throws. */
    @FunctionalInterface
    public interface Script {
        void answer(Asked asked, InputStream in, OutputStream out) throws IOException;
    }

    private final Path folder;
    private final ServerSocketChannel server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    public FakeEngine() throws IOException {
        folder = Files.createTempDirectory("fake-engine");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        on("GET /_ping", "200 OK", "Api-Version: 1.45\r\n", "OK");
        Thread.ofVirtual().start(this::accept);
    }

    public Path socket() {
        return folder.resolve("engine.sock");
    }

    public EngineAddress.Unix address() {
        return new EngineAddress.Unix(socket());
    }

    /** @param request method and target without the version, or without the query */
    public FakeEngine on(String request, Script script) {
        scripts.put(request, script);
        return this;
    }

    /** Answers with a body of known length. */
    public FakeEngine on(String request, String status, String headers, String body) {
        return on(request, (asked, in, out) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            write(out, "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n");
            out.write(bytes);
        });
    }

    /** Answers with JSON and status 200. */
    public FakeEngine json(String request, String body) {
        return on(request, "200 OK", "Content-Type: application/json\r\n", body);
    }

    /** What was asked, pings left out. */
    public List<Asked> asked() {
        return asked.stream().filter(a -> !a.target().equals("/_ping")).toList();
    }

    /** The last thing that was asked. */
    public Asked last() {
        return asked().getLast();
    }

    /** How many connections were made. */
    public int accepted() {
        return accepted.get();
    }

    /** Ends the connections that are open, as a restarted engine does. */
    public void dropConnections() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void accept() {
        try {
            while (true) {
                var connection = server.accept();
                accepted.incrementAndGet();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            return; // closed with the test
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            var in = new BufferedInputStream(Channels.newInputStream(connection));
            var out = Channels.newOutputStream(connection);
            for (var request = read(in); request.isPresent(); request = read(in)) {
                asked.add(request.get());
                script(request.get()).answer(request.get(), in, out);
            }
        } catch (IOException e) {
            return; // the script, or the client, ended the connection
        } finally {
            connections.remove(connection);
        }
    }

    private Script script(Asked request) {
        String target = request.target().replaceFirst("^/v1\\.[0-9]+", "");
        var exact = scripts.get(request.method() + " " + target);
        if (exact != null) {
            return exact;
        }
        var route = scripts.get(request.method() + " " + target.replaceFirst("\\?.*", ""));
        if (route != null) {
            return route;
        }
        return (asked, in, out) -> {
            String body = "{\"message\":\"no script for " + asked.method() + " " + asked.target() + "\"}";
            write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        };
    }

    private static Optional<Asked> read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        String[] words = line.split(" ");
        var headers = new ConcurrentHashMap<String, String>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] content = "chunked".equals(headers.get("transfer-encoding"))
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return Optional.of(new Asked(words[0], words[1], headers, new String(content, StandardCharsets.UTF_8)));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            all.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return all.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        String size = line(in);
        if (size.isEmpty()) {
            throw new EOFException("the client gave up");
        }
        return Integer.parseInt(size, 16);
    }

    private static String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                text.append((char) b);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        dropConnections();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
