package dev.jcompose.runtime.network.dns;

import dev.jcompose.runtime.network.dns.DnsAnswer.Code;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Asks other servers, one after the other, until one gives a usable answer. */
final class Forwarder {
    private static final System.Logger LOG = System.getLogger(Forwarder.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_SERVERS = 3;
    private static final int MAX_MESSAGE_BYTES = 65535;
    private static final int FLAG_RESPONSE = 0x80;

    private final Duration timeout;

    /** @param timeout how long one server may take */
    Forwarder(Duration timeout) {
        this.timeout = timeout;
    }

    /** How a query came and goes on. */
    enum Transport {
        UDP,
        TCP
    }

    /** The answer of the first server that has one, under the query's own id; SERVFAIL when none has. */
    byte[] forward(DnsQuery query, Forwarding forwarding, Transport transport) {
        int tried = 0;
        for (var server : forwarding.servers()) {
            if (tried++ == MAX_SERVERS) {
                break;
            }
            try {
                var answer = transport == Transport.TCP
                        ? askOverTcp(query, server, forwarding)
                        : askOverUdp(query, server, forwarding);
                if (answer.isPresent() && isUsable(answer.get())) {
                    return answer.get();
                }
            } catch (IOException e) {
                // The next server may do better; if none does, the client hears SERVFAIL.
                LOG.log(System.Logger.Level.DEBUG, "no answer from the name server " + server, e);
            }
        }
        return DnsAnswer.of(query, Code.SERVFAIL);
    }

    private static boolean isUsable(byte[] answer) {
        int code = answer[3] & 0xf;
        return code != Code.SERVFAIL.number() && code != Code.REFUSED.number();
    }

    private Optional<byte[]> askOverUdp(DnsQuery query, InetSocketAddress server, Forwarding forwarding)
            throws IOException {
        byte[] question = withRandomId(query);
        try (var channel = open(forwarding, DatagramChannel::open)) {
            channel.connect(server);
            channel.socket().setSoTimeout(Math.toIntExact(timeout.toMillis()));
            channel.write(ByteBuffer.wrap(question));
            long deadline = System.nanoTime() + timeout.toNanos();
            var packet = new DatagramPacket(new byte[MAX_MESSAGE_BYTES], MAX_MESSAGE_BYTES);
            while (System.nanoTime() < deadline) {
                channel.socket().receive(packet);
                byte[] answer = Arrays.copyOf(packet.getData(), packet.getLength());
                if (answers(question, query, answer)) {
                    return Optional.of(withId(answer, query.id()));
                }
                packet.setLength(MAX_MESSAGE_BYTES);
            }
            return Optional.empty();
        }
    }

    private Optional<byte[]> askOverTcp(DnsQuery query, InetSocketAddress server, Forwarding forwarding)
            throws IOException {
        byte[] question = withRandomId(query);
        try (var channel = open(forwarding, SocketChannel::open)) {
            var socket = channel.socket();
            int millis = Math.toIntExact(timeout.toMillis());
            socket.connect(server, millis);
            socket.setSoTimeout(millis);
            var framed = ByteBuffer.allocate(2 + question.length)
                    .putShort((short) question.length)
                    .put(question);
            socket.getOutputStream().write(framed.array());
            var in = socket.getInputStream();
            byte[] head = in.readNBytes(2);
            if (head.length < 2) {
                throw new SocketTimeoutException("the server closed the connection");
            }
            int length = Short.toUnsignedInt(ByteBuffer.wrap(head).getShort());
            byte[] answer = in.readNBytes(length);
            return answer.length == length && answers(question, query, answer)
                    ? Optional.of(withId(answer, query.id()))
                    : Optional.empty();
        }
    }

    /** An answer has the question's id and repeats the question: anything else may be forged. */
    private static boolean answers(byte[] question, DnsQuery query, byte[] answer) {
        if (answer.length < DnsQuery.HEADER_BYTES
                || (answer[2] & FLAG_RESPONSE) == 0
                || answer[0] != question[0]
                || answer[1] != question[1]) {
            return false;
        }
        boolean repeated = answer[5] == 1 && answer[4] == 0;
        if (!repeated) {
            // Servers that refuse a query may leave the question out.
            return answer[4] == 0 && answer[5] == 0 && (answer[3] & 0xf) != 0;
        }
        return answer.length >= query.questionEnd()
                && new String(
                                answer,
                                DnsQuery.HEADER_BYTES,
                                query.questionEnd() - DnsQuery.HEADER_BYTES,
                                StandardCharsets.ISO_8859_1)
                        .equalsIgnoreCase(new String(query.question(), StandardCharsets.ISO_8859_1));
    }

    private static byte[] withRandomId(DnsQuery query) {
        return withId(query.message(), RANDOM.nextInt(0x10000));
    }

    private static byte[] withId(byte[] message, int id) {
        byte[] copy = message.clone();
        copy[0] = (byte) (id >> 8);
        copy[1] = (byte) id;
        return copy;
    }

    @FunctionalInterface
    private interface Opening<C> {
        C open() throws IOException;
    }

    private static <C> C open(Forwarding forwarding, Opening<C> opening) throws IOException {
        return forwarding.from().isPresent() ? forwarding.from().get().call(opening::open) : opening.open();
    }
}
