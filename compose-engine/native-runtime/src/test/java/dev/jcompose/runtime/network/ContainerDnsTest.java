package dev.jcompose.runtime.network;

import static dev.jcompose.runtime.network.Lab.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a process of a container hears from 127.0.0.11, port 53, on the real kernel. */
class ContainerDnsTest {
    @TempDir
    Path directory;

    private Lab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(directory);
        lab.service().create(NetworkSpec.bridge("front"));
        lab.service().create(NetworkSpec.bridge("back"));
    }

    @AfterEach
    void close() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private static byte[] query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN))
                .toWire();
    }

    static Message ask(NetworkNamespace from, String name, int type) throws IOException {
        try (var channel = from.call(DatagramChannel::open)) {
            channel.connect(new InetSocketAddress(ContainerDns.ADDRESS, 53));
            channel.socket().setSoTimeout(15_000);
            channel.write(ByteBuffer.wrap(query(name, type)));
            var packet = new DatagramPacket(new byte[4096], 4096);
            channel.socket().receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    static List<String> addresses(NamespaceSandbox from, String name) throws IOException {
        return ask(from.namespace(), name, Type.A).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    @Test
    void aContainerIsFoundUnderAllItsNames() throws Exception {
        var client = lab.container("client", "front");
        var web = lab.container("web", "front");
        String address = ip(web).getHostAddress();
        for (String name : List.of("web", "WEB", "web.front", web.containerId().substring(0, 12))) {
            assertThat(addresses(client, name)).as(name).containsExactly(address);
        }
        assertThat(addresses(client, "svc"))
                .as("an alias that both have")
                .containsExactlyInAnyOrder(address, ip(client).getHostAddress());
        assertThat(ask(client.namespace(), "web", Type.AAAA).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void namesOfOtherNetworksAreUnknown() throws Exception {
        var client = lab.container("client", "front");
        lab.container("db", "back");
        assertThat(addresses(client, "db")).isEmpty();
        client.connect(EndpointSpec.to("back"));
        assertThat(addresses(client, "db")).hasSize(1);
        assertThat(addresses(client, "db.back")).hasSize(1);
        assertThat(addresses(client, "db.front")).isEmpty();
    }

    @Test
    void aNameLivesAsLongAsTheEndpointAndFollowsARename() throws Exception {
        var client = lab.container("client", "front");
        var web = lab.container("web", "front");
        web.rename("site");
        assertThat(addresses(client, "site")).hasSize(1);
        assertThat(addresses(client, "web")).isEmpty();
        web.close();
        assertThat(addresses(client, "site")).isEmpty();
    }

    @Test
    void queriesOverTcpAreAnsweredToo() throws Exception {
        var client = lab.container("client", "front");
        try (var channel = client.namespace().call(SocketChannel::open)) {
            channel.socket().connect(new InetSocketAddress(ContainerDns.ADDRESS, 53), Lab.MILLIS);
            byte[] query = query("client", Type.A);
            channel.write(ByteBuffer.allocate(2 + query.length)
                    .putShort((short) query.length)
                    .put(query)
                    .flip());
            var in = channel.socket().getInputStream();
            int length = ByteBuffer.wrap(in.readNBytes(2)).getShort();
            assertThat(new Message(in.readNBytes(length)).getSection(Section.ANSWER))
                    .hasSize(1);
        }
    }

    @Test
    void port53IsFreeForTheContainerItself() throws Exception {
        var client = lab.container("client", "front");
        lab.echoUdp(client, 53, "own server");
        assertThat(addresses(client, "client")).hasSize(1);
        assertThat(Lab.hearUdp(
                        java.util.Optional.of(client.namespace()), ip(client).getHostAddress(), 53))
                .isEqualTo("own server");
    }

    /** Assertion 66 of the isolation tests: nothing of the outside has a name, whatever its type, and names inside have. */
    @Test
    void anInternalNetworkHearsServfailForAllNamesOfTheOutside() throws Exception {
        lab.service().create(NetworkSpec.bridge("closed").asInternal());
        var inside = lab.container("inside", "closed");
        var loopback = useUpstream(77);
        try (var server = upstream(loopback, Rcode.NOERROR)) {
            assertThat(server.isOpen()).isTrue();
            for (String name : List.of("example.org", "exfiltrated.data.example.org", "unknown")) {
                for (int type : List.of(Type.A, Type.AAAA, Type.TXT)) {
                    assertThat(ask(inside.namespace(), name, type).getRcode())
                            .as("%s of type %s", name, Type.string(type))
                            .isEqualTo(Rcode.SERVFAIL);
                }
            }
            assertThat(ask(inside.namespace(), "9.2.0.192.in-addr.arpa", Type.PTR)
                            .getRcode())
                    .isEqualTo(Rcode.SERVFAIL);
            assertThat(addresses(inside, "inside")).hasSize(1);
            inside.connect(EndpointSpec.to("front"));
            assertThat(addresses(inside, "example.org")).containsExactly("192.0.2.9");
        }
    }

    /** Assertion 69 of the isolation tests. */
    @Test
    void aKnownNameHasNoAaaaWithoutIpv6AndAnUnknownSingleLabelHasWhatTheUpstreamSays() throws Exception {
        var client = lab.container("client", "front");
        for (int said : List.of(Rcode.NXDOMAIN, Rcode.NOERROR)) {
            var loopback = useUpstream(78 + said);
            try (var server = upstream(loopback, said)) {
                assertThat(server.isOpen()).isTrue();
                var known = ask(client.namespace(), "client", Type.AAAA);
                assertThat(known.getRcode()).isEqualTo(Rcode.NOERROR);
                assertThat(known.getSection(Section.ANSWER)).isEmpty();
                var unknown = ask(client.namespace(), "nosuch", Type.A);
                assertThat(unknown.getRcode()).isEqualTo(said);
                assertThat(unknown.getSection(Section.ANSWER)).hasSize(said == Rcode.NOERROR ? 1 : 0);
            }
        }
    }

    private InetAddress useUpstream(int block) throws IOException {
        var loopback = InetAddress.ofLiteral(
                "127.0." + block + "." + (2 + ProcessHandle.current().pid() % 250));
        Files.writeString(directory.resolve("resolv.conf"), "nameserver " + loopback.getHostAddress() + "\n");
        return loopback;
    }

    /** A name server of the host that says 192.0.2.9 to everything. */
    private DatagramChannel upstream(InetAddress address) throws IOException {
        return upstream(address, Rcode.NOERROR);
    }

    private DatagramChannel upstream(InetAddress address, int code) throws IOException {
        var channel = DatagramChannel.open(java.net.StandardProtocolFamily.INET);
        channel.bind(new InetSocketAddress(address, 53));
        Thread.ofVirtual().start(() -> {
            var packet = new DatagramPacket(new byte[4096], 4096);
            try {
                while (true) {
                    channel.socket().receive(packet);
                    var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                    var answer = new Message(query.getHeader().getID());
                    answer.getHeader().setFlag(Flags.QR);
                    answer.addRecord(query.getQuestion(), Section.QUESTION);
                    answer.getHeader().setRcode(code);
                    if (code == Rcode.NOERROR) {
                        var all = InetAddress.ofLiteral("192.0.2.9");
                        answer.addRecord(new ARecord(query.getQuestion().getName(), DClass.IN, 5, all), Section.ANSWER);
                    }
                    channel.send(ByteBuffer.wrap(answer.toWire()), packet.getSocketAddress());
                }
            } catch (IOException e) {
                return;
            }
        });
        return channel;
    }

    @Test
    void otherNamesAreForwardedToTheHostsServersButNotFromInternalNetworks() throws Exception {
        lab.service().create(NetworkSpec.bridge("closed").asInternal());
        var client = lab.container("client", "front");
        var inside = lab.container("inside", "closed");
        var loopback =
                InetAddress.ofLiteral("127.0.77." + (2 + ProcessHandle.current().pid() % 250));
        Files.writeString(directory.resolve("resolv.conf"), "nameserver " + loopback.getHostAddress() + "\n");
        try (var server = upstream(loopback)) {
            assertThat(server.isOpen()).isTrue();
            assertThat(addresses(client, "example.org")).containsExactly("192.0.2.9");
            assertThat(addresses(client, "unknown")).containsExactly("192.0.2.9");
            assertThat(addresses(client, "client")).containsExactly(ip(client).getHostAddress());
            assertThat(ask(inside.namespace(), "example.org", Type.A).getRcode())
                    .isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void serversOfTheUsersChoiceAreAskedFromTheContainersNamespace() throws Exception {
        var plain = lab.spec("client");
        var client = lab.container(
                new SandboxSpec(
                        plain.containerId(),
                        plain.containerName(),
                        plain.hostname(),
                        "",
                        List.of(InetAddress.ofLiteral("127.0.0.99")),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of()),
                "front");
        try (var server = client.namespace().call(() -> upstream(InetAddress.ofLiteral("127.0.0.99")))) {
            assertThat(server.isOpen()).isTrue();
            assertThat(addresses(client, "example.org")).containsExactly("192.0.2.9");
        }
    }

    @Test
    void aLinkIsANameThatOnlyThisContainerSees() throws Exception {
        var web = lab.container("web", "front");
        var other = lab.container("other", "front");
        var client = lab.container("client");
        client.connect(EndpointSpec.to("front")
                .withLinks(List.of(EndpointSpec.Link.parse("web:linked"), EndpointSpec.Link.parse("other:linked"))));
        assertThat(addresses(client, "linked"))
                .containsExactlyInAnyOrder(ip(web).getHostAddress(), ip(other).getHostAddress());
        assertThat(addresses(other, "linked")).isEmpty();
    }
}
