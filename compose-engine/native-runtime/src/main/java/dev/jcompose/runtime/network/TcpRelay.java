package dev.jcompose.runtime.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Connections to a bound port, carried to a container's port. Ends of streams are passed on one direction at a time. */
final class TcpRelay implements Relay {
    private static final System.Logger LOG = System.getLogger(TcpRelay.class.getName());
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final int CONNECT_MILLIS = 10_000;

    private final ServerSocketChannel listener;
    private final int port;
    private final HostPorts.Target target;
    private final Admission admission;

    private TcpRelay(ServerSocketChannel listener, int port, HostPorts.Target target, Admission admission) {
        this.listener = listener;
        this.port = port;
        this.target = target;
        this.admission = admission;
    }

    /** Takes over the bound channel. */
    static TcpRelay start(ServerSocketChannel listener, int port, HostPorts.Target target, Admission admission) {
        var relay = new TcpRelay(listener, port, target, admission);
        Thread.ofVirtual().name("relay-tcp").start(relay::accept);
        return relay;
    }

    @Override
    public int localPort() {
        return listener.socket().getLocalPort();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                var client = listener.accept();
                Thread.ofVirtual().name("relay-connection").start(() -> carry(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a connection to port " + localPort() + " was not accepted", e);
            }
        }
    }

    private void carry(SocketChannel client) {
        try (client) {
            var address = target.address();
            if (address.isEmpty() || !admission.admits(client.socket().getInetAddress())) {
                return;
            }
            try (var container = SocketChannel.open()) {
                container.socket().connect(new InetSocketAddress(address.get(), port), CONNECT_MILLIS);
                var back = Thread.ofVirtual().name("relay-back").start(() -> copy(container, client));
                copy(client, container);
                back.join();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a relayed connection broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        var buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a relayed connection broke off", e);
            closeBoth(from, to);
        }
    }

    /** One direction is broken: the other one would wait for ever. */
    private static void closeBoth(SocketChannel from, SocketChannel to) {
        try (from;
                to) {
            LOG.log(System.Logger.Level.TRACE, "closing a relayed connection");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a relayed connection", e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a published port", e);
        }
    }
}
