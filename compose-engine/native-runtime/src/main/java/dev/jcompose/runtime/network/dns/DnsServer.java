package dev.jcompose.runtime.network.dns;

import dev.jcompose.runtime.network.dns.DnsAnswer.Code;
import dev.jcompose.runtime.network.dns.DnsAnswer.Data;
import dev.jcompose.runtime.network.dns.Forwarder.Transport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Answers the queries of one container. The sockets were opened in the container's namespace; the answers are worked out by
 * virtual threads of the host.
 */
public final class DnsServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DnsServer.class.getName());
    private static final Duration UPSTREAM_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(10);
    private static final int MAX_FORWARDED_AT_ONCE = 1024;
    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_QUERY_BYTES = 4096;
    private static final int MAX_TCP_BYTES = 65535;

    private final Sockets sockets;
    private final Zone zone;
    private final Forwarder forwarder = new Forwarder(UPSTREAM_TIMEOUT);
    private final Semaphore forwarded = new Semaphore(MAX_FORWARDED_AT_ONCE);
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

    private DnsServer(Sockets sockets, Zone zone) {
        this.sockets = sockets;
        this.zone = zone;
    }

    /** The two sockets of a server, each on a port of its own. */
    public record Sockets(DatagramChannel udp, ServerSocketChannel tcp) implements AutoCloseable {

        /**
         * Opens them in the namespace of the calling thread.
         *
         * @param udpPort the port that a former daemon had, or 0 for any; so with {@code tcpPort}
         */
        public static Sockets open(InetAddress address, int udpPort, int tcpPort) throws IOException {
            var udp = DatagramChannel.open(StandardProtocolFamily.INET);
            try {
                udp.bind(new InetSocketAddress(address, udpPort));
                var tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
                try {
                    tcp.bind(new InetSocketAddress(address, tcpPort), MAX_CONNECTIONS);
                    return new Sockets(udp, tcp);
                } catch (IOException e) {
                    tcp.close();
                    throw e;
                }
            } catch (IOException e) {
                udp.close();
                throw e;
            }
        }

        public int udpPort() {
            return udp.socket().getLocalPort();
        }

        public int tcpPort() {
            return tcp.socket().getLocalPort();
        }

        @Override
        public void close() {
            closeQuietly(udp);
            closeQuietly(tcp);
        }

        private static void closeQuietly(AutoCloseable channel) {
            try {
                channel.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a name server's socket", e);
            }
        }
    }

    /** Starts to answer; takes over the sockets. */
    public static DnsServer start(Sockets sockets, Zone zone) {
        var server = new DnsServer(sockets, zone);
        Thread.ofVirtual().name("dns-udp").start(server::serveUdp);
        Thread.ofVirtual().name("dns-tcp").start(server::serveTcp);
        return server;
    }

    private void serveUdp() {
        var buffer = ByteBuffer.allocate(MAX_QUERY_BYTES);
        while (sockets.udp().isOpen()) {
            try {
                buffer.clear();
                var client = sockets.udp().receive(buffer);
                if (client == null) {
                    continue;
                }
                buffer.flip();
                byte[] message = new byte[buffer.remaining()];
                buffer.get(message);
                answerOverUdp(message, client);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a query could not be received or answered", e);
            }
        }
    }

    private void answerOverUdp(byte[] message, SocketAddress client) throws IOException {
        DnsQuery query;
        try {
            query = DnsQuery.parse(message);
        } catch (MalformedDnsException e) {
            sendUdp(DnsAnswer.formatError(message), client);
            return;
        }
        var known = answerFromZone(query, query.answerBytes());
        if (known.isPresent()) {
            sendUdp(known.get(), client);
            return;
        }
        if (!forwarded.tryAcquire()) {
            sendUdp(DnsAnswer.of(query, Code.SERVFAIL), client);
            return;
        }
        Thread.ofVirtual().name("dns-forward").start(() -> {
            try {
                byte[] answer = forwarder.forward(query, zone.forwarding(), Transport.UDP);
                sendUdp(answer.length > query.answerBytes() ? DnsAnswer.truncated(query) : answer, client);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "an answer could not be sent", e);
            } finally {
                forwarded.release();
            }
        });
    }

    private void sendUdp(byte[] answer, SocketAddress client) throws IOException {
        sockets.udp().send(ByteBuffer.wrap(answer), client);
    }

    private void serveTcp() {
        while (sockets.tcp().isOpen()) {
            try {
                var client = sockets.tcp().accept();
                if (!connections.tryAcquire()) {
                    client.close();
                    continue;
                }
                Thread.ofVirtual().name("dns-connection").start(() -> {
                    try (client) {
                        serveConnection(client);
                    } catch (IOException e) {
                        LOG.log(System.Logger.Level.DEBUG, "a connection for queries broke off", e);
                    } finally {
                        connections.release();
                    }
                });
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a connection for queries could not be accepted", e);
                return;
            }
        }
    }

    private void serveConnection(SocketChannel client) throws IOException {
        var socket = client.socket();
        socket.setSoTimeout(Math.toIntExact(IDLE_CONNECTION.toMillis()));
        var in = socket.getInputStream();
        var out = socket.getOutputStream();
        while (true) {
            byte[] head = in.readNBytes(2);
            if (head.length < 2) {
                return;
            }
            int length = Short.toUnsignedInt(ByteBuffer.wrap(head).getShort());
            byte[] message = length <= MAX_QUERY_BYTES ? in.readNBytes(length) : new byte[0];
            if (message.length < length) {
                return;
            }
            byte[] answer = answerOverTcp(message);
            out.write(ByteBuffer.allocate(2 + answer.length)
                    .putShort((short) answer.length)
                    .put(answer)
                    .array());
        }
    }

    private byte[] answerOverTcp(byte[] message) {
        try {
            var query = DnsQuery.parse(message);
            var known = answerFromZone(query, MAX_TCP_BYTES);
            return known.isPresent() ? known.get() : forwarder.forward(query, zone.forwarding(), Transport.TCP);
        } catch (MalformedDnsException e) {
            return DnsAnswer.formatError(message);
        }
    }

    /** The answer, when the question is about the container's own networks; empty when others are to be asked. */
    Optional<byte[]> answerFromZone(DnsQuery query, int maxBytes) {
        if (query.recordClass() != DnsQuery.CLASS_IN) {
            return Optional.empty();
        }
        return switch (query.type()) {
            case RecordType.A, RecordType.AAAA -> addresses(query, maxBytes);
            case RecordType.MX -> zone.addresses(query.name()).map(known -> DnsAnswer.of(query, Code.NOERROR));
            case RecordType.PTR -> reverse(query, maxBytes);
            case RecordType.SRV -> service(query, maxBytes);
            default -> Optional.empty();
        };
    }

    private Optional<byte[]> addresses(DnsQuery query, int maxBytes) {
        var known = zone.addresses(query.name());
        if (known.isEmpty()) {
            boolean single = !query.name().isEmpty() && query.name().indexOf('.') < 0;
            return single && !zone.forwarding().singleLabels()
                    ? Optional.of(DnsAnswer.of(query, Code.NOERROR))
                    : Optional.empty();
        }
        var records = new ArrayList<Data>();
        for (var address : known.get()) {
            if ((address instanceof Inet4Address) == (query.type() == RecordType.A)) {
                records.add(DnsAnswer.address(address));
            }
        }
        Collections.shuffle(records);
        return Optional.of(DnsAnswer.of(query, records, maxBytes));
    }

    private Optional<byte[]> reverse(DnsQuery query, int maxBytes) {
        var address = ReverseName.parse(query.name());
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var name = zone.name(address.get());
        if (name.isPresent()) {
            return Optional.of(DnsAnswer.of(query, List.of(DnsAnswer.pointer(name.get())), maxBytes));
        }
        return zone.isOwn(address.get()) ? Optional.of(DnsAnswer.of(query, Code.NOERROR)) : Optional.empty();
    }

    /** {@code _8080._tcp.web}: the port by its number, at the name. */
    private Optional<byte[]> service(DnsQuery query, int maxBytes) {
        String[] parts = query.name().split("\\.", 3);
        if (parts.length < 3 || !parts[0].matches("_[0-9]{1,5}") || !parts[1].matches("_(tcp|udp)")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts[0].substring(1));
        if (port > 65535) {
            return Optional.empty();
        }
        return zone.addresses(parts[2])
                .map(known -> DnsAnswer.of(query, List.of(DnsAnswer.service(port, parts[2])), maxBytes));
    }

    @Override
    public void close() {
        sockets.close();
    }
}
