package dev.jcompose.runtime.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Datagrams to a bound port, carried to a container's port and back; each client has a socket of its own towards it. */
final class UdpRelay implements Relay {
    private static final System.Logger LOG = System.getLogger(UdpRelay.class.getName());
    private static final int MAX_BYTES = 65535;
    private static final int MAX_CLIENTS = 1024;
    private static final Duration IDLE = Duration.ofSeconds(90);

    private final DatagramChannel socket;
    private final int port;
    private final HostPorts.Target target;
    private final Admission admission;
    private final Map<InetSocketAddress, DatagramChannel> clients = new ConcurrentHashMap<>();

    private UdpRelay(DatagramChannel socket, int port, HostPorts.Target target, Admission admission) {
        this.socket = socket;
        this.port = port;
        this.target = target;
        this.admission = admission;
    }

    /** Takes over the bound channel. */
    static UdpRelay start(DatagramChannel socket, int port, HostPorts.Target target, Admission admission) {
        var relay = new UdpRelay(socket, port, target, admission);
        Thread.ofVirtual().name("relay-udp").start(relay::receive);
        return relay;
    }

    @Override
    public int localPort() {
        return socket.socket().getLocalPort();
    }

    private void receive() {
        var buffer = ByteBuffer.allocate(MAX_BYTES);
        while (socket.isOpen()) {
            try {
                buffer.clear();
                var sender = socket.receive(buffer);
                if (sender instanceof InetSocketAddress client && admission.admits(client.getAddress())) {
                    forward(client, buffer.flip());
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a datagram was lost", e);
            }
        }
    }

    private void forward(InetSocketAddress client, ByteBuffer datagram) throws IOException {
        var known = clients.get(client);
        if (known == null) {
            var address = target.address();
            if (address.isEmpty() || clients.size() >= MAX_CLIENTS) {
                return;
            }
            known = DatagramChannel.open();
            known.connect(new InetSocketAddress(address.get(), port));
            clients.put(client, known);
            var towards = known;
            Thread.ofVirtual().name("relay-answers").start(() -> answer(client, towards));
        }
        known.write(datagram);
    }

    private void answer(InetSocketAddress client, DatagramChannel container) {
        try (container) {
            container.socket().setSoTimeout(Math.toIntExact(IDLE.toMillis()));
            var packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
            while (socket.isOpen()) {
                packet.setLength(MAX_BYTES);
                container.socket().receive(packet);
                socket.send(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), client);
            }
        } catch (SocketTimeoutException e) {
            LOG.log(System.Logger.Level.TRACE, "a client is idle", e);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "answers to a client broke off", e);
        } finally {
            clients.remove(client, container);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a published port", e);
        }
        for (var client : clients.values()) {
            try {
                client.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a relayed client", e);
            }
        }
    }
}
