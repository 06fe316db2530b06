package dev.jcompose.engine.docker.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;

/** Where an engine listens, as {@code DOCKER_HOST} and {@code docker context} write it. */
public sealed interface EngineAddress {
    /** The port of an unencrypted engine when the address names none. */
    int PLAIN_PORT = 2375;

    /** The port of a TLS engine when the address names none. */
    int TLS_PORT = 2376;

    /** The address in {@code DOCKER_HOST} form; what messages show. */
    String text();

    /** A unix domain socket on this machine. */
    record Unix(Path socket) implements EngineAddress {
        @Override
        public String text() {
            return "unix://" + socket;
        }
    }

    /**
     * A TCP port.
     *
     * @param port from 1 to 65535
     * @param tls the key material, absent for plain text
     */
    record Tcp(String host, int port, Optional<TlsFiles> tls) implements EngineAddress {
        @Override
        public String text() {
            return "tcp://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * An engine on a machine reached by the system's {@code ssh}, which runs {@code docker system dial-stdio} there.
     *
     * @param destination host name, with {@code user@} when one was given
     * @param port the ssh port, absent for ssh's own choice
     * @param remoteSocket the engine's socket over there, absent for the default
     */
    record Ssh(String destination, Optional<Integer> port, Optional<String> remoteSocket) implements EngineAddress {
        @Override
        public String text() {
            return "ssh://" + destination + port.map(p -> ":" + p).orElse("") + remoteSocket.orElse("");
        }
    }

    /**
     * Reads an address.
     *
     * @param text for example {@code unix:///var/run/docker.sock}, {@code tcp://host:2376}, {@code ssh://user@host}
     * @param tls key material for TCP addresses; ignored for others
     * @throws IllegalArgumentException naming the text and the forms that work
     */
    static EngineAddress parse(String text, Optional<TlsFiles> tls) {
        int colon = text.indexOf("://");
        if (colon < 0) {
            if (text.startsWith("/")) {
                return new Unix(Path.of(text));
            }
            throw malformed(text, "it has no scheme");
        }
        String rest = text.substring(colon + 3);
        return switch (text.substring(0, colon)) {
            case "unix" -> {
                if (!rest.startsWith("/")) {
                    throw malformed(text, "the path of a unix socket must be absolute");
                }
                yield new Unix(Path.of(rest));
            }
            case "tcp", "http" -> tcp(text, tls);
            case "https" -> tcp(text, Optional.of(tls.orElseGet(TlsFiles::systemTrust)));
            case "ssh" -> ssh(text);
            case "npipe" -> throw malformed(text, "named pipes exist on Windows only, which is not supported yet");
            case "fd" -> throw malformed(text, "fd:// is an address to listen on, not one to connect to");
            default -> throw malformed(text, "the scheme is unknown");
        };
    }

    private static Tcp tcp(String text, Optional<TlsFiles> tls) {
        var uri = uri(text);
        if (uri.getHost() == null) {
            throw malformed(text, "it has no host");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls.isPresent() ? TLS_PORT : PLAIN_PORT;
        String host = uri.getHost();
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Tcp(host, port, tls);
    }

    private static Ssh ssh(String text) {
        var uri = uri(text);
        if (uri.getHost() == null) {
            throw malformed(text, "it has no host");
        }
        if (uri.getUserInfo() != null && uri.getUserInfo().contains(":")) {
            throw malformed(text, "a password in the address is not accepted; use a key or an agent");
        }
        String user = uri.getUserInfo() == null ? "" : uri.getUserInfo() + "@";
        String path = uri.getPath() == null || uri.getPath().equals("/") ? "" : uri.getPath();
        return new Ssh(
                user + uri.getHost(),
                uri.getPort() < 0 ? Optional.empty() : Optional.of(uri.getPort()),
                path.isEmpty() ? Optional.empty() : Optional.of(path));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw malformed(text, e.getReason());
        }
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException("engine address \"" + text + "\": " + why
                + "; use unix:///path/to/socket, tcp://host:port or ssh://user@host");
    }
}
