package dev.jcompose.runtime.network.dns;

import dev.jcompose.runtime.fuzz.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A packet from a container is read or refused, never more. */
class DnsFuzzTest {
    @Test
    void packetsAreReadOrRefused() throws Exception {
        List<byte[]> seeds = List.of(
                query("web.", Type.A),
                query("some.longer.name.example.org.", Type.AAAA),
                query("2.0.20.172.in-addr.arpa.", Type.PTR));
        Fuzz.of("dns").run(seeds, MalformedDnsException.class, input -> {
            var query = DnsQuery.parse(input);
            ReverseName.parse(query.name());
        });
    }

    private static byte[] query(String name, int type) throws Exception {
        var message = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        message.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0), org.xbill.DNS.Section.ADDITIONAL);
        return message.toWire();
    }
}
