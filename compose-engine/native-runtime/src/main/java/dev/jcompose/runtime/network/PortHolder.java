package dev.jcompose.runtime.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out which process has a port, as {@code ss -p} does: socket numbers in /proc/net, then who has them open. */
final class PortHolder {
    private static final System.Logger LOG = System.getLogger(PortHolder.class.getName());
    private static final String TCP_LISTEN = "0A";

    private PortHolder() {}

    /** {@code process 4711 (nginx)}; empty when it cannot be seen from here. */
    static Optional<String> find(Protocol protocol, int port) {
        var sockets = sockets(protocol, port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of("process " + process.getFileName() + " (" + command(process) + ")");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot look for the holder of port " + port, e);
        }
        return Optional.empty();
    }

    private static Set<String> sockets(Protocol protocol, int port) {
        var sockets = new HashSet<String>();
        String hexPort = ":%04X".formatted(port);
        for (String table : List.of(protocol.word(), protocol.word() + "6")) {
            try (var lines = Files.lines(Path.of("/proc/net", table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > 9 && fields[1].endsWith(hexPort))
                        .filter(fields -> protocol != Protocol.TCP || fields[3].equals(TCP_LISTEN))
                        .forEach(fields -> sockets.add("socket:[" + fields[9] + "]"));
            } catch (IOException | UncheckedIOException e) {
                LOG.log(System.Logger.Level.DEBUG, "cannot read /proc/net/" + table, e);
            }
        }
        return sockets;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.TRACE, "the process is gone or another user's: " + process, e);
        }
        return false;
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
