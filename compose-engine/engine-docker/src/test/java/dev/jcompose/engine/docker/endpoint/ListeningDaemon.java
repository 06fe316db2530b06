package dev.jcompose.engine.docker.endpoint;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for the native engine's daemon: {@code serve --root DIR} listens, {@code die --root DIR} does not. */
final class ListeningDaemon {
    private ListeningDaemon() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("die")) {
            System.err.println("the disk is on fire");
            System.exit(3);
        }
        var root = new NativeRoot(Path.of(arguments[2]));
        Files.deleteIfExists(root.socket());
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(root.socket()));
            Files.writeString(
                    root.pidFile(), Long.toString(ProcessHandle.current().pid()));
            System.err.println("listening");
            System.out.println(NativeDaemon.READY);
            while (true) {
                server.accept().close();
            }
        }
    }
}
