package dev.jcompose.daemon.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Decides by the credentials the kernel vouches for who may talk to the server: the user it runs as, and root. The mode
 * of the socket says the same; this holds where the socket was bind-mounted or its mode changed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7), SO_PEERCRED</a>
 */
final class PeerCheck {
    private final UserPrincipal owner;

    private PeerCheck(UserPrincipal owner) {
        this.owner = owner;
    }

    /** Allows the owner of the socket file, which the server has just made. */
    static PeerCheck ofOwner(Path socket) throws IOException {
        return new PeerCheck(Files.getOwner(socket));
    }

    boolean allows(SocketChannel client) throws IOException {
        UserPrincipal user = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        return user.equals(owner)
                || user.getName().equals("root")
                || user.getName().equals("0");
    }
}
