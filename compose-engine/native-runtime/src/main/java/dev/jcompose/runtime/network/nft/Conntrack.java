package dev.jcompose.runtime.network.nft;

import static dev.jcompose.runtime.network.netlink.Message.NLM_F_ACK;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_DUMP;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_REQUEST;

import dev.jcompose.runtime.network.netlink.MessageWriter;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.util.Set;

/** The kernel's table of connections. */
public final class Conntrack {
    private static final int NFNL_SUBSYS_CTNETLINK = 1;
    private static final int CT_GET = 1;
    private static final int CT_DELETE = 2;
    private static final int GENMSG_BYTES = 4;
    private static final int CTA_TUPLE_ORIG = 1;
    private static final int CTA_ID = 12;
    private static final int CTA_TUPLE_PROTO = 2;
    private static final int CTA_PROTO_NUM = 1;
    private static final int CTA_PROTO_DST_PORT = 3;

    private Conntrack() {}

    /**
     * Forgets what is known of flows to these ports. A client that goes on sending datagrams keeps its flow alive, and with it
     * the translation of the time when it began, whatever the rules say now.
     *
     * @param protocol number of the protocol, 17 for UDP
     */
    public static void forget(NetlinkConnection connection, Family family, int protocol, Set<Integer> ports)
            throws IOException {
        for (var entry : connection.dump("list connections", () -> message(CT_GET, NLM_F_DUMP, family))) {
            var attributes = entry.attributes(GENMSG_BYTES);
            var transport = attributes.nested(CTA_TUPLE_ORIG).nested(CTA_TUPLE_PROTO);
            var tuple = attributes.bytes(CTA_TUPLE_ORIG);
            var id = attributes.bytes(CTA_ID);
            boolean matches = transport
                            .bigEndian(CTA_PROTO_NUM)
                            .filter(number -> number == protocol)
                            .isPresent()
                    && transport
                            .bigEndian(CTA_PROTO_DST_PORT)
                            .filter(port -> ports.contains(port.intValue()))
                            .isPresent();
            if (matches && tuple.isPresent() && id.isPresent()) {
                delete(connection, family, tuple.get(), id.get());
            }
        }
    }

    private static void delete(NetlinkConnection connection, Family family, byte[] tuple, byte[] id)
            throws IOException {
        try {
            connection.run(
                    "forget a connection",
                    message(CT_DELETE, NLM_F_ACK, family)
                            .bytes(CTA_TUPLE_ORIG | MessageWriter.NESTED, tuple)
                            .bytes(CTA_ID, id));
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static MessageWriter message(int type, int flags, Family family) {
        return new MessageWriter(NFNL_SUBSYS_CTNETLINK << 8 | type, NLM_F_REQUEST | flags)
                .u8(family.number())
                .u8(0)
                .u16(0);
    }
}
