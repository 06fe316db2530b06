package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A new user namespace and a network namespace that belongs to it, before there is a container to live in them. A process of
 * several threads, as this one, cannot make them, so another does; the descriptors then hold them without it.
 */
public final class HeldNamespaces implements AutoCloseable {
    private final Fd user;
    private final IdMap ids;
    private final NetworkNamespace network;
    private boolean networkTaken;

    private HeldNamespaces(Fd user, IdMap ids, NetworkNamespace network) {
        this.user = user;
        this.ids = ids;
        this.network = network;
    }

    /**
     * Takes them from a process that has made them and does not know its ids yet.
     *
     * @param holder tells its errno over {@code connection}, 0 if all is well
     */
    static HeldNamespaces of(int holder, SocketChannel connection, IdMap ids) throws IOException {
        awaitReady(connection);
        Path process = Path.of("/proc", Integer.toString(holder));
        write(process.resolve("uid_map"), ids.uidText());
        write(process.resolve("gid_map"), ids.gidText());
        return take(holder, ids);
    }

    /** Takes them from a process that is in the user namespace of another one, whose ids these are. */
    static HeldNamespaces inside(int holder, SocketChannel connection, IdMap ids) throws IOException {
        awaitReady(connection);
        return take(holder, ids);
    }

    private static HeldNamespaces take(int holder, IdMap ids) throws IOException {
        Path process = Path.of("/proc", Integer.toString(holder));
        Fd user = FileCalls.open(process.resolve("ns/user"), FileCalls.O_RDONLY, 0);
        try {
            return new HeldNamespaces(user, ids, NetworkNamespace.ofProcess(holder));
        } catch (IOException | RuntimeException e) {
            user.close();
            throw e;
        }
    }

    private static void awaitReady(SocketChannel connection) throws IOException {
        var answer = ByteBuffer.allocate(1);
        if (connection.read(answer) != 1) {
            throw new EOFException("the process that makes a user namespace has ended");
        }
        if (answer.get(0) != 0) {
            throw new ErrnoException("make a user namespace (see /proc/sys/user/max_user_namespaces)", answer.get(0));
        }
    }

    private static void write(Path file, String map) throws IOException {
        try (Fd fd = FileCalls.open(file, FileCalls.O_WRONLY, 0)) {
            FileCalls.write(fd, map.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Can be entered as long as this is open. */
    public UserNamespace user() {
        return new UserNamespace(user.pathForOthers(), ids);
    }

    /** The network namespace; whoever takes it closes it. */
    public NetworkNamespace takeNetwork() {
        networkTaken = true;
        return network;
    }

    /** Lets go of the user namespace, and of the network unless somebody took it; they live on with whoever is in them. */
    @Override
    public void close() {
        user.close();
        if (!networkTaken) {
            network.close();
        }
    }
}
