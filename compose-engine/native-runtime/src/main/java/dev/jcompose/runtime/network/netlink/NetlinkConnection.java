package dev.jcompose.runtime.network.netlink;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetlinkSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Requests and answers over one netlink socket. Belongs to the network namespace of the thread that opened it; may be used by
 * any thread, one request at a time.
 */
public final class NetlinkConnection implements AutoCloseable {
    private static final int DUMP_ATTEMPTS = 5;
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int ACK_TLVS = 0x200;
    private static final int HEADER_BYTES = 16;

    private final NetlinkSocket socket;
    private final ReentrantLock lock = new ReentrantLock();
    private int sequence = 1;

    private NetlinkConnection(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Links, addresses and routes of the calling thread's namespace. */
    public static NetlinkConnection route() throws ErrnoException {
        return new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE));
    }

    /** nf_tables and connection tracking of the calling thread's namespace. */
    public static NetlinkConnection netfilter() throws ErrnoException {
        return new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
    }

    /** A request and the words that name it in an error. */
    public record Request(String operation, MessageWriter message) {}

    /** Sends one request that is acknowledged. */
    public void run(String operation, MessageWriter message) throws IOException {
        runAll(List.of(new Request(operation, message)));
    }

    /**
     * Sends requests in one go and waits for the acknowledgement of each. The kernel works on all of them, in order, even when
     * one fails.
     *
     * @throws ErrnoException for the first that failed
     */
    public void runAll(List<Request> requests) throws IOException {
        if (requests.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            Map<Integer, String> open = new HashMap<>();
            var messages = new ArrayList<ByteBuffer>();
            for (var request : requests) {
                open.put(sequence, request.operation());
                messages.add(request.message().finish(sequence++));
            }
            socket.send(join(messages));
            IOException failure = null;
            while (!open.isEmpty()) {
                for (var answer : Message.parse(socket.receive())) {
                    String operation = open.get(answer.sequence());
                    if (operation != null && answer.type() == Message.NLMSG_ERROR) {
                        open.remove(answer.sequence());
                        int errno = -answer.payload().getInt(0);
                        if (errno != 0 && failure == null) {
                            failure = failure(operation, errno, answer);
                        }
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends messages that the kernel carries out all or not at all: an nf_tables transaction. The first and the last message
     * are the marks of the batch; the last but one must ask for an acknowledgement.
     */
    public void transact(String operation, List<MessageWriter> batch) throws IOException {
        lock.lock();
        try {
            int first = sequence;
            var messages = new ArrayList<ByteBuffer>();
            for (var message : batch) {
                messages.add(message.finish(sequence++));
            }
            int acknowledged = sequence - 2;
            socket.send(join(messages));
            IOException failure = null;
            while (true) {
                for (var answer : Message.parse(socket.receive())) {
                    if (answer.sequence() < first || answer.type() != Message.NLMSG_ERROR) {
                        continue;
                    }
                    int errno = -answer.payload().getInt(0);
                    if (errno != 0 && failure == null) {
                        failure = failure(
                                operation + " (message " + (answer.sequence() - first) + " of the batch)",
                                errno,
                                answer);
                    }
                    if (answer.sequence() == acknowledged || (errno != 0 && answer.sequence() == first)) {
                        if (failure != null) {
                            throw failure;
                        }
                        return;
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends a request that is answered by a list; asks again when the list changed while it was read. */
    public List<Message> dump(String operation, Supplier<MessageWriter> request) throws IOException {
        lock.lock();
        try {
            for (int attempt = 0; attempt < DUMP_ATTEMPTS; attempt++) {
                var result = dumpOnce(operation, request.get());
                if (!result.interrupted()) {
                    return result.messages();
                }
            }
            return dumpOnce(operation, request.get()).messages();
        } finally {
            lock.unlock();
        }
    }

    private record Dump(List<Message> messages, boolean interrupted) {}

    private Dump dumpOnce(String operation, MessageWriter request) throws IOException {
        int own = sequence++;
        socket.send(request.finish(own));
        var messages = new ArrayList<Message>();
        boolean interrupted = false;
        while (true) {
            for (var answer : Message.parse(socket.receive())) {
                if (answer.sequence() != own) {
                    continue;
                }
                interrupted |= (answer.flags() & Message.NLM_F_DUMP_INTR) != 0;
                if (answer.type() == Message.NLMSG_ERROR) {
                    int errno = -answer.payload().getInt(0);
                    if (errno != 0) {
                        throw failure(operation, errno, answer);
                    }
                    return new Dump(messages, interrupted);
                }
                if (answer.type() == Message.NLMSG_DONE) {
                    return new Dump(messages, interrupted);
                }
                messages.add(answer);
            }
        }
    }

    /** Sends a request that is answered by one message; empty when the object does not exist. */
    public Optional<Message> get(String operation, MessageWriter request) throws IOException {
        lock.lock();
        try {
            int own = sequence++;
            socket.send(request.finish(own));
            while (true) {
                for (var answer : Message.parse(socket.receive())) {
                    if (answer.sequence() != own) {
                        continue;
                    }
                    if (answer.type() != Message.NLMSG_ERROR) {
                        return Optional.of(answer);
                    }
                    int errno = -answer.payload().getInt(0);
                    if (errno == Errno.ENODEV || errno == Errno.ENOENT) {
                        return Optional.empty();
                    }
                    throw failure(operation, errno, answer);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static ErrnoException failure(String operation, int errno, Message answer) throws IOException {
        String words = operation;
        if ((answer.flags() & ACK_TLVS) != 0) {
            words += answer.attributes(4 + HEADER_BYTES)
                    .text(NLMSGERR_ATTR_MSG)
                    .map(text -> " [" + text + "]")
                    .orElse("");
        }
        return new ErrnoException(words, errno);
    }

    private static ByteBuffer join(List<ByteBuffer> messages) {
        int size = 0;
        for (var message : messages) {
            size += (message.remaining() + 3) & ~3;
        }
        var joined = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        for (var message : messages) {
            joined.put(message);
            joined.position((joined.position() + 3) & ~3);
        }
        return joined.flip();
    }

    @Override
    public void close() {
        socket.close();
    }
}
