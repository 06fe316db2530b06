package dev.jcompose.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Plays an engine that has nothing and refuses to make anything: enough to make a client load its classes. */
final class TrainingEngine implements AutoCloseable {
    private final ServerSocketChannel server;

    TrainingEngine(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
    }

    void start() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    SocketChannel client = server.accept();
                    Thread.ofVirtual().start(() -> answer(client));
                }
            } catch (ClosedChannelException e) {
                // closed: the training is over
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static void answer(SocketChannel client) {
        try (client;
                var in = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.ISO_8859_1));
                OutputStream out = Channels.newOutputStream(client)) {
            for (String request = in.readLine(); request != null && !request.isEmpty(); request = in.readLine()) {
                long length = skipHeaders(in);
                in.skip(length);
                out.write(response(request).getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            // A client that leaves in the middle is none of our business.
        }
    }

    private static long skipHeaders(BufferedReader in) throws IOException {
        long length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(line.substring(15).strip());
            }
        }
        return length;
    }

    private static String response(String request) {
        String path = request.split(" ")[1].replaceFirst("^/v[0-9.]+", "").replaceFirst("\\?.*", "");
        String body = switch (path) {
            case "/_ping" -> "OK";
            case "/version" -> "{\"Version\":\"1.0\",\"ApiVersion\":\"1.47\",\"Os\":\"linux\",\"Arch\":\"amd64\"}";
            case "/info" -> "{\"OSType\":\"linux\",\"Architecture\":\"x86_64\"}";
            case "/containers/json", "/images/json", "/networks" -> "[]";
            case "/volumes" -> "{\"Volumes\":[]}";
            default -> "{\"message\":\"not here\"}";
        };
        String status = body.startsWith("{\"message\"") ? "404 Not Found" : "200 OK";
        return "HTTP/1.1 " + status + "\r\nApi-Version: 1.47\r\nOstype: linux\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
