package dev.jcompose.runtime.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The generated files of a container, each with a newline at its end. */
public record EtcFiles(String hosts, String hostname, String resolvConf) {
    private static final String DEFAULT_HOSTS = """
        127.0.0.1\tlocalhost
        ::1\tlocalhost ip6-localhost ip6-loopback
        fe00::\tip6-localnet
        ff00::\tip6-mcastprefix
        ff02::1\tip6-allnodes
        ff02::2\tip6-allrouters
        """;

    /** Files of the host that the generated ones are made from. */
    record HostFiles(Path hosts, Path resolvConf, Path systemdResolvConf) {
        static HostFiles ofThisHost() {
            return new HostFiles(
                    Path.of("/etc/hosts"), Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf"));
        }
    }

    /**
     * For a container with a namespace of its own.
     *
     * @param hostGateway the host as the container sees it; empty: the container has no way to the host
     * @param ownServer whether the container has a name server at 127.0.0.11
     */
    static EtcFiles forContainer(
            SandboxSpec spec,
            Collection<Endpoint> endpoints,
            Optional<InetAddress> hostGateway,
            NameServer ownServer,
            HostFiles host)
            throws NetworkException {
        var hosts = new StringBuilder(DEFAULT_HOSTS);
        hosts.append(extraHosts(spec, hostGateway));
        for (var endpoint : endpoints) {
            endpoint.ipv4().ifPresent(ip -> hosts.append(line(ip.address(), names(spec))));
            endpoint.ipv6().ifPresent(ip -> hosts.append(line(ip.address(), names(spec))));
        }
        return new EtcFiles(hosts.toString(), spec.hostname() + "\n", resolvConf(spec, ownServer, host));
    }

    /** Who answers a container's queries. */
    enum NameServer {
        /** The engine, at 127.0.0.11. */
        EMBEDDED,
        /** The host's servers, without those that only the host can reach. */
        OUTSIDE,
        /** The host's servers, all of them: the container is on the host's network. */
        HOST
    }

    /** For a container on the host's network. */
    static EtcFiles forHostNetwork(SandboxSpec spec, HostFiles host) throws NetworkException {
        String hosts = DEFAULT_HOSTS;
        if (spec.extraHosts().isEmpty()) {
            try {
                hosts = Files.readString(host.hosts());
            } catch (IOException e) {
                throw new NetworkException(
                        NetworkException.Kind.SYSTEM, "cannot read " + host.hosts() + " for the container: " + e, e);
            }
        } else {
            hosts += extraHosts(spec, Optional.of(InetAddress.getLoopbackAddress()));
        }
        return new EtcFiles(hosts, spec.hostname() + "\n", resolvConf(spec, NameServer.HOST, host));
    }

    private static String extraHosts(SandboxSpec spec, Optional<InetAddress> hostGateway) throws NetworkException {
        var lines = new StringBuilder();
        for (var extra : spec.extraHosts()) {
            var address = extra.address().or(() -> hostGateway);
            if (address.isEmpty()) {
                throw new NetworkException(
                        NetworkException.Kind.INVALID,
                        "unable to derive the IP value for host-gateway: container " + spec.containerName()
                                + " is on no network with a way to the host (extra host " + extra.name() + ")");
            }
            lines.append(line(address.get(), extra.name()));
        }
        return lines.toString();
    }

    private static String names(SandboxSpec spec) {
        return spec.domainname().isEmpty()
                ? spec.hostname()
                : spec.hostname() + "." + spec.domainname() + " " + spec.hostname();
    }

    private static String line(InetAddress address, String names) {
        return address.getHostAddress() + "\t" + names + "\n";
    }

    private static String resolvConf(SandboxSpec spec, NameServer server, HostFiles host) {
        var outside = NameServers.read(host.resolvConf());
        boolean onlyStub =
                !outside.servers().isEmpty() && outside.servers().stream().allMatch(InetAddress::isLoopbackAddress);
        if (onlyStub && server == NameServer.OUTSIDE && Files.isReadable(host.systemdResolvConf())) {
            outside = NameServers.read(host.systemdResolvConf());
        }
        List<InetAddress> servers = spec.dns();
        if (server == NameServer.EMBEDDED) {
            servers = List.of(ContainerDns.ADDRESS);
        } else if (servers.isEmpty()) {
            servers = server == NameServer.HOST ? outside.servers() : outside.reachableFromContainers();
        }
        var search = spec.dnsSearch().isEmpty() ? outside.search() : spec.dnsSearch();
        if (search.equals(List.of("."))) {
            search = List.of();
        }
        var options = new ArrayList<>(spec.dnsOptions().isEmpty() ? outside.options() : spec.dnsOptions());
        if (server == NameServer.EMBEDDED && options.stream().noneMatch(option -> option.startsWith("ndots"))) {
            options.add("ndots:0");
        }
        var text = servers.stream()
                .map(address -> "nameserver " + address.getHostAddress() + "\n")
                .collect(Collectors.joining());
        if (!search.isEmpty()) {
            text += "search " + String.join(" ", search) + "\n";
        }
        return options.isEmpty() ? text : text + "options " + String.join(" ", options) + "\n";
    }
}
