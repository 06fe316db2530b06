package dev.jcompose.runtime.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a resolv.conf says: see resolv.conf(5). Lines that say nothing known are skipped, as the C library does.
 *
 * @param servers in their order
 * @param search domains appended to short names
 * @param options such as {@code ndots:1}
 */
record NameServers(List<InetAddress> servers, List<String> search, List<String> options) {
    private static final int DNS_PORT = 53;
    private static final List<InetAddress> PUBLIC =
            List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("8.8.4.4"));

    NameServers {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    static NameServers parse(String resolvConf) {
        List<InetAddress> servers = new ArrayList<>();
        List<String> search = List.of();
        List<String> options = new ArrayList<>();
        for (String line : resolvConf.lines().toList()) {
            if (line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            String[] words = line.strip().split("\\s+");
            var rest = List.of(words).subList(1, words.length);
            switch (words[0]) {
                case "nameserver" -> {
                    for (String word : rest.stream().limit(1).toList()) {
                        address(word, servers);
                    }
                }
                case "search", "domain" -> search = rest;
                case "options" -> options.addAll(rest);
                default -> {}
            }
        }
        return new NameServers(servers, search, options);
    }

    private static void address(String word, List<InetAddress> into) {
        try {
            into.add(InetAddress.ofLiteral(word));
        } catch (IllegalArgumentException e) {
            System.getLogger(NameServers.class.getName())
                    .log(System.Logger.Level.DEBUG, "resolv.conf: no address: " + word, e);
        }
    }

    /** Reads the file anew, so that a laptop that moves to another network needs no restart; empty when there is none. */
    static NameServers read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            System.getLogger(NameServers.class.getName())
                    .log(System.Logger.Level.DEBUG, "no name servers known: " + file, e);
            return new NameServers(List.of(), List.of(), List.of());
        }
    }

    /** Servers that a container can reach by itself: without loopback ones; public ones when none is left. */
    List<InetAddress> reachableFromContainers() {
        var reachable =
                servers.stream().filter(server -> !server.isLoopbackAddress()).toList();
        return reachable.isEmpty() ? PUBLIC : reachable;
    }

    /** The addresses to ask, without the name server of containers itself. */
    static List<InetSocketAddress> sockets(List<InetAddress> servers) {
        return servers.stream()
                .filter(server -> !server.equals(ContainerDns.ADDRESS))
                .map(server -> new InetSocketAddress(server, DNS_PORT))
                .toList();
    }
}
