package dev.jcompose.engine.docker.transport;

import java.io.IOException;
import java.net.Socket;

/** A connection over a TLS socket. */
final class SocketConnection extends Connection {
    private final Socket socket;

    SocketConnection(Socket socket) throws IOException {
        super(socket.getInputStream(), socket.getOutputStream());
        this.socket = socket;
    }

    @Override
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** TLS cannot be asked without reading: a closed connection shows at the next request, which is then sent anew. */
    @Override
    boolean usable() {
        return !socket.isClosed();
    }

    @Override
    void end() {
        Quiet.close(socket);
    }
}
