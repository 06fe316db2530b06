package dev.jcompose.engine.docker.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers 404 after the head of a request and never reads its body. */
final class RefusingEngine implements AutoCloseable {
    private final Path folder;
    private final ServerSocketChannel server;

    RefusingEngine() throws IOException {
        folder = Files.createTempDirectory("refusing-engine");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve("engine.sock")));
        Thread.ofVirtual().start(() -> {
            try (var connection = server.accept()) {
                connection.read(ByteBuffer.allocate(64));
                String body = "no such container";
                connection.write(ByteBuffer.wrap(
                        ("HTTP/1.1 404 Not Found\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII)));
                server.accept(); // keeps the connection open, full and unread, until the test closes the server
            } catch (IOException e) {
                return;
            }
        });
    }

    EngineAddress address() {
        return new EngineAddress.Unix(folder.resolve("engine.sock"));
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(folder.resolve("engine.sock"));
        Files.delete(folder);
    }
}
