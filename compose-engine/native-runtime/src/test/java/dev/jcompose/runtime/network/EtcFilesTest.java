package dev.jcompose.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.network.EtcFiles.HostFiles;
import dev.jcompose.runtime.network.EtcFiles.NameServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcFilesTest {
    private static final Optional<InetAddress> GATEWAY = Optional.of(InetAddress.ofLiteral("172.20.0.1"));
    private static final Endpoint ENDPOINT = new Endpoint(
            "e",
            "n",
            "net",
            Optional.of(new Endpoint.Ip<>((Inet4Address) InetAddress.ofLiteral("172.20.0.2"), 24, Optional.empty())),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            0,
            "eth0",
            "jv");

    @TempDir
    Path directory;

    private HostFiles host;

    @BeforeEach
    void write() throws IOException {
        host = new HostFiles(
                directory.resolve("hosts"), directory.resolve("resolv.conf"), directory.resolve("systemd.conf"));
        Files.writeString(host.hosts(), "127.0.0.1 localhost\n192.0.2.1 printer\n");
        hostResolves("nameserver 192.0.2.53\nsearch corp.example\noptions timeout:1\n");
    }

    private void hostResolves(String resolvConf) throws IOException {
        Files.writeString(host.resolvConf(), resolvConf);
    }

    private static SandboxSpec spec(List<InetAddress> dns, List<String> search, List<String> options, String... hosts) {
        return new SandboxSpec(
                "ab".repeat(32),
                "web",
                "web1",
                "example.org",
                dns,
                search,
                options,
                List.of(hosts).stream().map(SandboxSpec.ExtraHost::parse).toList(),
                Map.of());
    }

    private EtcFiles files(SandboxSpec spec, NameServer server) throws NetworkException {
        return EtcFiles.forContainer(spec, List.of(ENDPOINT), GATEWAY, server, host);
    }

    @Test
    void hostsNameTheContainerAndWhatTheUserAdded() throws Exception {
        var spec = spec(List.of(), List.of(), List.of(), "db:10.0.0.5", "gw=host-gateway", "six=fd00::1");
        assertThat(files(spec, NameServer.EMBEDDED).hosts()).isEqualTo("""
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\tip6-localnet
            ff00::\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            10.0.0.5\tdb
            172.20.0.1\tgw
            fd00:0:0:0:0:0:0:1\tsix
            172.20.0.2\tweb1.example.org web1
            """);
        assertThat(files(spec, NameServer.EMBEDDED).hostname()).isEqualTo("web1\n");
    }

    @Test
    void hostGatewayNeedsAWayToTheHost() {
        var spec = spec(List.of(), List.of(), List.of(), "gw:host-gateway");
        assertThatThrownBy(() -> EtcFiles.forContainer(spec, List.of(), Optional.empty(), NameServer.OUTSIDE, host))
                .hasMessageContaining("unable to derive the IP value for host-gateway");
    }

    @Test
    void withANameServerOfItsOwnAContainerAsksThatOne() throws Exception {
        assertThat(files(spec(List.of(), List.of(), List.of()), NameServer.EMBEDDED)
                        .resolvConf())
                .isEqualTo("nameserver 127.0.0.11\nsearch corp.example\noptions timeout:1 ndots:0\n");
        assertThat(files(spec(List.of(), List.of("."), List.of("ndots:3")), NameServer.EMBEDDED)
                        .resolvConf())
                .isEqualTo("nameserver 127.0.0.11\noptions ndots:3\n");
    }

    @Test
    void otherwiseItAsksTheUsersServersOrTheHostsOnesThatItCanReach() throws Exception {
        var chosen = List.of(InetAddress.ofLiteral("192.0.2.99"));
        assertThat(files(spec(chosen, List.of("a.example"), List.of()), NameServer.OUTSIDE)
                        .resolvConf())
                .isEqualTo("nameserver 192.0.2.99\nsearch a.example\noptions timeout:1\n");
        assertThat(files(spec(List.of(), List.of(), List.of()), NameServer.OUTSIDE)
                        .resolvConf())
                .startsWith("nameserver 192.0.2.53\n");
        hostResolves("nameserver 127.0.0.53\n");
        assertThat(files(spec(List.of(), List.of(), List.of()), NameServer.OUTSIDE)
                        .resolvConf())
                .isEqualTo("nameserver 8.8.8.8\nnameserver 8.8.4.4\n");
        Files.writeString(host.systemdResolvConf(), "nameserver 192.0.2.54\n");
        assertThat(files(spec(List.of(), List.of(), List.of()), NameServer.OUTSIDE)
                        .resolvConf())
                .isEqualTo("nameserver 192.0.2.54\n");
    }

    @Test
    void onTheHostsNetworkTheHostsFilesHold() throws Exception {
        hostResolves("nameserver 127.0.0.53\n");
        var files = EtcFiles.forHostNetwork(spec(List.of(), List.of(), List.of()), host);
        assertThat(files.hosts()).isEqualTo("127.0.0.1 localhost\n192.0.2.1 printer\n");
        assertThat(files.resolvConf()).isEqualTo("nameserver 127.0.0.53\n");
        assertThat(EtcFiles.forHostNetwork(spec(List.of(), List.of(), List.of(), "db:10.0.0.5"), host)
                        .hosts())
                .endsWith("10.0.0.5\tdb\n");
    }
}
