package dev.jcompose.runtime.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The server on sockets of this machine, asked by another implementation of DNS. */
class DnsServerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final InetAddress WEB_4 = InetAddress.ofLiteral("172.20.0.2");
    private static final InetAddress WEB_6 = InetAddress.ofLiteral("fd00::2");
    private static final InetAddress DB = InetAddress.ofLiteral("172.20.0.3");

    private final List<AutoCloseable> open = new ArrayList<>();
    private DnsServer.Sockets sockets;
    private volatile Forwarding forwarding = Forwarding.none();

    @BeforeEach
    void start() throws IOException {
        sockets = DnsServer.Sockets.open(LOOPBACK, 0, 0);
        open.add(DnsServer.start(sockets, new TableZone()));
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    /** Names in a table. */
    private final class TableZone implements Zone {
        private final Map<String, List<InetAddress>> names = Map.of(
                "web", List.of(WEB_4, WEB_6),
                "db", List.of(DB),
                "many", many());

        private static List<InetAddress> many() {
            var addresses = new ArrayList<InetAddress>();
            for (int i = 1; i < 200; i++) {
                addresses.add(InetAddress.ofLiteral("172.20.1." + i));
            }
            return addresses;
        }

        @Override
        public Optional<List<InetAddress>> addresses(String name) {
            return Optional.ofNullable(names.get(name));
        }

        @Override
        public Optional<String> name(InetAddress address) {
            return address.equals(WEB_4) ? Optional.of("web.front") : Optional.empty();
        }

        @Override
        public boolean isOwn(InetAddress address) {
            return address.getHostAddress().startsWith("172.20.");
        }

        @Override
        public Forwarding forwarding() {
            return forwarding;
        }
    }

    private SimpleResolver resolver(boolean tcp) {
        var resolver = new SimpleResolver(new InetSocketAddress(LOOPBACK, tcp ? sockets.tcpPort() : sockets.udpPort()));
        resolver.setTCP(tcp);
        resolver.setIgnoreTruncation(true);
        resolver.setTimeout(Duration.ofSeconds(10));
        return resolver;
    }

    private Message ask(String name, int type) throws IOException {
        return ask(resolver(false), name, type);
    }

    private static Message ask(SimpleResolver resolver, String name, int type) throws IOException {
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)));
    }

    @Test
    void knownNamesHaveTheAddressesOfTheFamilyAskedFor() throws IOException {
        assertThat(ask("web.", Type.A).getSection(Section.ANSWER))
                .singleElement()
                .isInstanceOfSatisfying(ARecord.class, record -> {
                    assertThat(record.getAddress()).isEqualTo(WEB_4);
                    assertThat(record.getTTL()).isEqualTo(600);
                });
        assertThat(ask("WEB.", Type.AAAA).getSection(Section.ANSWER))
                .singleElement()
                .isInstanceOfSatisfying(
                        AAAARecord.class,
                        record -> assertThat(record.getAddress()).isEqualTo(WEB_6));
    }

    @Test
    void aKnownNameWithoutAnAddressOfTheFamilyIsNoError() throws IOException {
        for (int type : List.of(Type.AAAA, Type.MX)) {
            var answer = ask("db.", type);
            assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        }
    }

    @Test
    void unknownNamesFailWhenNobodyCanBeAsked() throws IOException {
        assertThat(ask("example.org.", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void addressesHaveNamesAndForeignOnesAreNotAskedAboutElsewhere() throws IOException {
        assertThat(ask("2.0.20.172.in-addr.arpa.", Type.PTR).getSection(Section.ANSWER))
                .singleElement()
                .isInstanceOfSatisfying(
                        PTRRecord.class,
                        record -> assertThat(record.getTarget().toString()).isEqualTo("web.front."));
        var own = ask("9.0.20.172.in-addr.arpa.", Type.PTR);
        assertThat(own.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(own.getSection(Section.ANSWER)).isEmpty();
        assertThat(ask("9.9.9.9.in-addr.arpa.", Type.PTR).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void aServiceIsThePortAtTheName() throws IOException {
        assertThat(ask("_8080._tcp.web.", Type.SRV).getSection(Section.ANSWER))
                .singleElement()
                .isInstanceOfSatisfying(SRVRecord.class, record -> {
                    assertThat(record.getPort()).isEqualTo(8080);
                    assertThat(record.getTarget().toString()).isEqualTo("web.");
                });
    }

    @Test
    void addressesComeInAnotherOrderEachTime() throws IOException {
        var firsts = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            firsts.add(
                    ask("many.", Type.A).getSection(Section.ANSWER).getFirst().rdataToString());
        }
        assertThat(firsts).hasSizeGreaterThan(5);
    }

    @Test
    void whatDoesNotFitIntoADatagramIsAskedForOverTcp() throws IOException {
        var cut = ask("many.", Type.A);
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.getSection(Section.ANSWER)).isNotEmpty().hasSizeLessThan(199);
        var whole = ask(resolver(true), "many.", Type.A);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(199);
        var extended = resolver(false);
        extended.setEDNS(0, 4096, 0, List.of());
        assertThat(ask(extended, "many.", Type.A).getSection(Section.ANSWER)).hasSize(199);
    }

    @Test
    void nonsenseIsAnsweredWithAFormatErrorOrNotAtAllAndTheServerGoesOn() throws IOException {
        try (var client = new DatagramSocket()) {
            client.setSoTimeout(5000);
            for (byte[] nonsense : List.of(
                    new byte[0],
                    new byte[] {1, 2, 3},
                    new byte[12],
                    new byte[] {0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 63, 'x'},
                    new byte[] {0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte) 0xc0, 12, 0, 1, 0, 1})) {
                client.send(new DatagramPacket(nonsense, nonsense.length, LOOPBACK, sockets.udpPort()));
                var packet = new DatagramPacket(new byte[512], 512);
                client.receive(packet);
                assertThat(new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength())).getRcode())
                        .isEqualTo(Rcode.FORMERR);
            }
        }
        assertThat(ask("web.", Type.A).getSection(Section.ANSWER)).hasSize(1);
    }

    /** A server that answers every question with one address, or with a code. */
    private InetSocketAddress upstream(int rcode, AtomicInteger asked) throws IOException {
        var upstream = DnsServer.Sockets.open(LOOPBACK, 0, 0);
        open.add(upstream);
        Thread.ofVirtual().start(() -> {
            var packet = new DatagramPacket(new byte[4096], 4096);
            try {
                while (true) {
                    upstream.udp().socket().receive(packet);
                    asked.incrementAndGet();
                    var query = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                    var answer = new Message(query.getHeader().getID());
                    answer.getHeader().setFlag(Flags.QR);
                    answer.getHeader().setRcode(rcode);
                    answer.addRecord(query.getQuestion(), Section.QUESTION);
                    if (rcode == Rcode.NOERROR) {
                        answer.addRecord(
                                new ARecord(
                                        query.getQuestion().getName(),
                                        DClass.IN,
                                        5,
                                        InetAddress.ofLiteral("192.0.2.9")),
                                Section.ANSWER);
                    }
                    byte[] bytes = answer.toWire();
                    upstream.udp().send(java.nio.ByteBuffer.wrap(bytes), packet.getSocketAddress());
                }
            } catch (IOException e) {
                return;
            }
        });
        return new InetSocketAddress(LOOPBACK, upstream.udpPort());
    }

    @Test
    void othersAreAskedOneAfterTheOtherUntilOneKnows() throws IOException {
        var failing = new AtomicInteger();
        var answering = new AtomicInteger();
        var unused = new AtomicInteger();
        forwarding = new Forwarding(
                List.of(
                        upstream(Rcode.SERVFAIL, failing),
                        upstream(Rcode.NOERROR, answering),
                        upstream(Rcode.NOERROR, unused)),
                Optional.empty(),
                true);
        assertThat(ask("example.org.", Type.A)
                        .getSection(Section.ANSWER)
                        .getFirst()
                        .rdataToString())
                .isEqualTo("192.0.2.9");
        assertThat(List.of(failing.get(), answering.get(), unused.get())).containsExactly(1, 1, 0);
    }

    @Test
    void knownNamesAreNeverAskedAboutElsewhereWhateverTheFamily() throws IOException {
        var asked = new AtomicInteger();
        forwarding = new Forwarding(List.of(upstream(Rcode.NOERROR, asked)), Optional.empty(), true);
        ask("db.", Type.AAAA);
        ask("db.", Type.A);
        ask("9.0.20.172.in-addr.arpa.", Type.PTR);
        assertThat(asked).hasValue(0);
        ask("db.", Type.TXT);
        assertThat(asked).as("other types are").hasValue(1);
    }

    @Test
    void theAnswerNoNameOfOthersIsPassedOn() throws IOException {
        forwarding = new Forwarding(List.of(upstream(Rcode.NXDOMAIN, new AtomicInteger())), Optional.empty(), true);
        assertThat(ask("nowhere.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void shortNamesStayHereIfTheUserSaysSo() throws IOException {
        var asked = new AtomicInteger();
        forwarding = new Forwarding(List.of(upstream(Rcode.NXDOMAIN, asked)), Optional.empty(), false);
        assertThat(ask("short.", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(asked).hasValue(0);
    }
}
