package dev.jcompose.daemon.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Accepts clients on a Unix socket of mode 0600 and serves each on a virtual thread of its own. */
public final class HttpServer implements Closeable {
    private static final int BACKLOG = 512;
    private static final Duration RETRY_ACCEPT = Duration.ofMillis(20);

    private final ServerSocketChannel listener;
    private final Path path;
    private final PeerCheck peers;
    private final Handler handler;
    private final Limits limits;
    private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

    private HttpServer(ServerSocketChannel listener, Path path, PeerCheck peers, Handler handler, Limits limits) {
        this.listener = listener;
        this.path = path;
        this.peers = peers;
        this.handler = handler;
        this.limits = limits;
    }

    /**
     * Binds {@code path} and starts to accept. The socket appears under its name with its final mode; one left behind by
     * a dead server is replaced, so the caller has to hold the lock that makes it the only server.
     *
     * @throws IOException when the path is too long for a socket (107 bytes) or its directory cannot be written
     */
    public static HttpServer start(Path path, Handler handler, Limits limits) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + "~");
        Files.deleteIfExists(fresh);
        var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            PeerCheck peers = PeerCheck.ofOwner(fresh);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var server = new HttpServer(listener, path, peers, handler, limits);
            Thread.ofVirtual().name("http-accept").start(server::accept);
            return server;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /** Clients connected at this moment. */
    public int clients() {
        return clients.size();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Thread.ofVirtual().name("http").start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | OutOfMemoryError e) {
                // A client that left between connect and accept, no free descriptor, or no new thread to carry virtual
                // ones (those that there are serve it): the next one may do better.
                LockSupport.parkNanos(RETRY_ACCEPT.toNanos());
            }
        }
    }

    private void serve(SocketChannel client) {
        clients.add(client);
        try (client) {
            if (peers.allows(client)) {
                new Connection(client, handler, limits).run();
            }
        } catch (IOException e) {
            // Closing a connection that is gone already: nothing depends on it.
        } finally {
            clients.remove(client);
        }
    }

    /** Stops accepting, removes the socket and closes all connections; handlers see the end of their streams. */
    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
        for (SocketChannel client : clients) {
            client.close();
        }
    }
}
