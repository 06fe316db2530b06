package dev.jcompose.runtime.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class DnsQueryTest {
    private static final long SEED = 20_260_801;

    private static byte[] query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN))
                .toWire();
    }

    @Test
    void readsWhatAnotherImplementationWrites() throws Exception {
        var query = DnsQuery.parse(query("Web.Front.", Type.AAAA));
        assertThat(query.name()).isEqualTo("web.front");
        assertThat(query.type()).isEqualTo(RecordType.AAAA);
        assertThat(query.recordClass()).isEqualTo(DnsQuery.CLASS_IN);
        assertThat(query.recursionDesired()).isTrue();
        assertThat(query.answerBytes()).isEqualTo(512);
    }

    /** Every one of these is a query that both read alike, or one that this one refuses; none is read past its end. */
    @Test
    void damagedQueriesAreRefusedOrReadAsAnotherImplementationReadsThem() throws Exception {
        var random = new Random(SEED);
        byte[] whole = query("some.longer.name.example.org.", Type.A);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int i = 0; i < random.nextInt(4) && damaged.length > 0; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            DnsQuery own;
            try {
                own = DnsQuery.parse(damaged);
            } catch (MalformedDnsException e) {
                continue;
            }
            var question = new Message(damaged).getQuestion();
            assertThat(own.type()).isEqualTo(question.getType());
            if (own.name().matches("[a-z0-9.]+")
                    && question.getName().toString().matches("[A-Za-z0-9.]+")) {
                assertThat(own.name() + ".")
                        .isEqualTo(question.getName().toString().toLowerCase(Locale.ROOT));
            }
        }
    }
}
