package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket; it stays in the network namespace of the thread that opened it. The kernel works on a request while it is
 * being sent, so the answer is there when {@link #send} returns and {@link #receive} does not wait. Not for use by several
 * threads at once.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 */
public final class NetlinkSocket implements AutoCloseable {
    /** Links, addresses and routes. */
    public static final int NETLINK_ROUTE = 0;
    /** nf_tables and connection tracking. */
    public static final int NETLINK_NETFILTER = 12;

    /** The largest answer that {@link #receive} takes, in bytes. */
    public static final int RECEIVE_BYTES = 64 * 1024;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_RCVTIMEO = 20;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int MSG_TRUNC = 0x20;
    private static final int BUFFER_BYTES = 4 * 1024 * 1024;
    private static final int SOCKADDR_BYTES = 12;

    private static final MethodHandle SOCKET =
            Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Libc.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT = Libc.function(
            "setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO = Libc.function(
            "sendto", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            Libc.function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final Fd fd;

    private NetlinkSocket(Fd fd) {
        this.fd = fd;
    }

    /**
     * Opens a socket in the network namespace of the calling thread.
     *
     * @param protocol {@link #NETLINK_ROUTE} or {@link #NETLINK_NETFILTER}
     * @throws ErrnoException EPROTONOSUPPORT when the kernel lacks the protocol
     */
    public static NetlinkSocket open(int protocol) throws ErrnoException {
        var socket = new NetlinkSocket(Fd.owning(socket(protocol)));
        try {
            socket.set(SOL_NETLINK, NETLINK_CAP_ACK, 1);
            socket.set(SOL_NETLINK, NETLINK_EXT_ACK, 1);
            socket.set(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
            // A range of a thousand published ports is one batch; the default of 208 KiB would refuse it.
            socket.trySet(SOL_SOCKET, SO_SNDBUFFORCE, BUFFER_BYTES);
            socket.trySet(SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES);
            socket.giveUpAfterSeconds(10);
            return socket;
        } catch (ErrnoException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Opens a socket that receives what the kernel tells everybody: {@link #receive} then waits for the next news, ten seconds
     * at most. Pins the thread: only for a platform thread.
     *
     * @param group number of the multicast group, from 1
     */
    public static NetlinkSocket openForEvents(int protocol, int group) throws ErrnoException {
        var socket = open(protocol);
        try {
            socket.trySet(SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES);
            socket.bind();
            socket.set(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
            return socket;
        } catch (ErrnoException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends the remaining bytes of the buffer, one or several messages, to the kernel. */
    public void send(ByteBuffer messages) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            long length = messages.remaining();
            var bytes = arena.allocate(length);
            MemorySegment.copy(
                    messages.array(), messages.arrayOffset() + messages.position(), bytes, JAVA_BYTE, 0, (int) length);
            var kernel = arena.allocate(SOCKADDR_BYTES, 4);
            kernel.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            while (true) {
                long sent = (long) SENDTO.invokeExact(state, fd.number(), bytes, length, 0, kernel, SOCKADDR_BYTES);
                if (sent >= 0) {
                    return;
                }
                if (Libc.errno(state) != Errno.EINTR) {
                    throw Libc.failure("send to netlink", state);
                }
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /**
     * Receives one datagram, which holds one or several messages, in the machine's byte order.
     *
     * @throws ErrnoException EAGAIN when the kernel does not answer within ten seconds, ENOBUFS when answers were lost
     */
    public ByteBuffer receive() throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var bytes = arena.allocate(RECEIVE_BYTES, 8);
            while (true) {
                long count = (long) RECV.invokeExact(state, fd.number(), bytes, (long) RECEIVE_BYTES, MSG_TRUNC);
                if (count > RECEIVE_BYTES) {
                    throw new ErrnoException("receive from netlink " + count + " bytes", Errno.EOVERFLOW);
                }
                if (count >= 0) {
                    var copy = new byte[(int) count];
                    MemorySegment.copy(bytes, JAVA_BYTE, 0, copy, 0, copy.length);
                    return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
                }
                if (Libc.errno(state) != Errno.EINTR) {
                    throw Libc.failure("receive from netlink", state);
                }
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static int socket(int protocol) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int number = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
            if (number < 0) {
                throw Libc.failure("open netlink socket " + protocol, state);
            }
            return number;
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Gives the socket an address of the kernel's choice: news are not sent to one that has none. */
    private void bind() throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var any = arena.allocate(SOCKADDR_BYTES, 4);
            any.set(JAVA_SHORT, 0, (short) AF_NETLINK);
            if ((int) BIND.invokeExact(state, fd.number(), any, SOCKADDR_BYTES) < 0) {
                throw Libc.failure("bind netlink socket", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private void giveUpAfterSeconds(long seconds) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var time = arena.allocate(JAVA_LONG, 2);
            time.setAtIndex(JAVA_LONG, 0, seconds);
            if ((int) SETSOCKOPT.invokeExact(state, fd.number(), SOL_SOCKET, SO_RCVTIMEO, time, 16) < 0) {
                throw Libc.failure("setsockopt SO_RCVTIMEO", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private void trySet(int level, int option, int value) {
        try {
            set(level, option, value);
        } catch (ErrnoException withoutPrivilege) {
            // Larger buffers are a convenience: without them only huge batches fail, and say so.
            return;
        }
    }

    private void set(int level, int option, int value) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var integer = arena.allocateFrom(JAVA_INT, value);
            if ((int) SETSOCKOPT.invokeExact(state, fd.number(), level, option, integer, 4) < 0) {
                throw Libc.failure("setsockopt " + level + " " + option, state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
