package dev.jcompose.engine.docker.transport;

import dev.jcompose.engine.docker.transport.EngineUnreachableException.Why;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens connections to one address; TLS is set up with the first one that needs it. */
final class Connector {
    private final EngineAddress address;
    private final Duration connectTimeout;
    private @Nullable TlsContext tls;

    Connector(EngineAddress address, Duration connectTimeout) {
        this.address = address;
        this.connectTimeout = connectTimeout;
    }

    Connection open() throws IOException {
        return switch (address) {
            case EngineAddress.Unix unix -> unix(unix);
            case EngineAddress.Tcp tcp -> tcp(tcp);
            case EngineAddress.Ssh ssh -> ssh(ssh);
        };
    }

    private Connection unix(EngineAddress.Unix unix) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(unix.socket()));
            return new ChannelConnection(channel);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            Quiet.close(channel);
            throw unreachableSocket(unix.socket(), e);
        }
    }

    private EngineUnreachableException unreachableSocket(Path socket, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("Permission denied") || reason.contains("Operation not permitted")) {
            return new EngineUnreachableException(
                    Why.FORBIDDEN,
                    "permission denied while trying to connect to the Docker daemon socket at " + address.text()
                            + ": run as a user who may open it (see: ls -l " + socket + ")",
                    e);
        }
        String state = Files.exists(socket) ? "nothing listens on it (" + reason + ")" : "there is no such socket";
        return new EngineUnreachableException(
                Why.NOT_RUNNING,
                "Cannot connect to the Docker daemon at " + address.text() + ": " + state
                        + ". Is the docker daemon running?",
                e);
    }

    private Connection tcp(EngineAddress.Tcp tcp) throws IOException {
        try {
            if (tcp.tls().isPresent()) {
                return tls(tcp, tcp.tls().get());
            }
            var channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.socket()
                        .connect(new InetSocketAddress(tcp.host(), tcp.port()), (int) connectTimeout.toMillis());
                return new ChannelConnection(channel);
            } catch (IOException | RuntimeException e) {
                Quiet.close(channel);
                throw e;
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw unreachableHost(tcp, e);
        }
    }

    private Connection tls(EngineAddress.Tcp tcp, TlsFiles files) throws IOException {
        var context = tlsContext(files);
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(tcp.host(), tcp.port()), (int) connectTimeout.toMillis());
            plain.setSoTimeout((int) connectTimeout.toMillis());
            var socket = context.handshake(plain, tcp.host(), tcp.port());
            plain.setSoTimeout(0);
            return new SocketConnection(socket);
        } catch (IOException | RuntimeException e) {
            Quiet.close(plain);
            throw e;
        }
    }

    private synchronized TlsContext tlsContext(TlsFiles files) throws IOException {
        if (tls == null) {
            tls = TlsContext.of(files);
        }
        return tls;
    }

    private EngineUnreachableException unreachableHost(EngineAddress.Tcp tcp, IOException e) {
        String reason =
                e instanceof UnknownHostException ? "unknown host " + tcp.host() : String.valueOf(e.getMessage());
        var why = e instanceof ConnectException ? Why.NOT_RUNNING : Why.OTHER;
        return new EngineUnreachableException(
                why,
                "Cannot connect to the Docker daemon at " + address.text() + ": " + reason
                        + ". Is the docker daemon running?",
                e);
    }

    private Connection ssh(EngineAddress.Ssh ssh) throws IOException {
        try {
            return ProcessConnection.open(ssh);
        } catch (IOException e) {
            throw new EngineUnreachableException(
                    Why.OTHER,
                    "Cannot connect to the Docker daemon at " + address.text() + ": ssh could not be run ("
                            + e.getMessage() + "). Install an ssh client",
                    e);
        }
    }
}
