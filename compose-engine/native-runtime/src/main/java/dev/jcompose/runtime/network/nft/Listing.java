package dev.jcompose.runtime.network.nft;

import static dev.jcompose.runtime.network.netlink.Message.NLM_F_DUMP;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_REQUEST;

import dev.jcompose.runtime.network.netlink.MessageWriter;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads tables, chains and rules, also those of others. */
public final class Listing {
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int NFT_MSG_GETTABLE = 1;
    private static final int NFT_MSG_GETCHAIN = 4;
    private static final int NFT_MSG_GETRULE = 7;
    private static final int GENMSG_BYTES = 4;
    private static final int NFT_MSG_GETSETELEM = 13;
    private static final int NFTA_TABLE_NAME = 1;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_POLICY = 5;
    private static final int NFTA_RULE_TABLE = 1;
    private static final int NFTA_RULE_CHAIN = 2;
    private static final int NFTA_RULE_HANDLE = 3;
    private static final int NFTA_RULE_USERDATA = 7;
    private static final int NFTA_SET_ELEM_LIST_TABLE = 1;
    private static final int NFTA_SET_ELEM_LIST_SET = 2;
    private static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    private static final int NFTA_LIST_ELEM = 1;
    private static final int NFTA_SET_ELEM_KEY = 1;
    private static final int NFTA_DATA_VALUE = 1;
    private static final int NF_DROP = 0;

    private Listing() {}

    /** A chain; {@code drops} when its policy is to drop what its rules do not decide. */
    public record Chain(String table, String name, boolean drops) {}

    /** A rule by its number, with its comment or an empty text. */
    public record Rule(long handle, String comment) {}

    /** The names of the tables of a family. */
    public static List<String> tables(NetlinkConnection connection, Family family) throws IOException {
        var names = new ArrayList<String>();
        for (var message : connection.dump("list tables", () -> message(NFT_MSG_GETTABLE, family))) {
            message.attributes(GENMSG_BYTES).text(NFTA_TABLE_NAME).ifPresent(names::add);
        }
        return names;
    }

    /** The chains of all tables of a family. */
    public static List<Chain> chains(NetlinkConnection connection, Family family) throws IOException {
        var chains = new ArrayList<Chain>();
        for (var message : connection.dump("list chains", () -> message(NFT_MSG_GETCHAIN, family))) {
            var attributes = message.attributes(GENMSG_BYTES);
            chains.add(new Chain(
                    attributes.text(NFTA_CHAIN_TABLE).orElse(""),
                    attributes.text(NFTA_CHAIN_NAME).orElse(""),
                    attributes
                            .bigEndian(NFTA_CHAIN_POLICY)
                            .filter(policy -> policy == NF_DROP)
                            .isPresent()));
        }
        return chains;
    }

    /** The rules of one chain in their order. */
    public static List<Rule> rules(NetlinkConnection connection, Family family, String table, String chain)
            throws IOException {
        var rules = new ArrayList<Rule>();
        for (var message : connection.dump(
                "list rules of " + chain,
                () -> message(NFT_MSG_GETRULE, family)
                        .text(NFTA_RULE_TABLE, table)
                        .text(NFTA_RULE_CHAIN, chain))) {
            var attributes = message.attributes(GENMSG_BYTES);
            rules.add(new Rule(
                    attributes.bigEndian(NFTA_RULE_HANDLE).orElse(0L),
                    attributes.bytes(NFTA_RULE_USERDATA).map(Listing::comment).orElse("")));
        }
        return rules;
    }

    /**
     * The keys of a set's elements.
     *
     * @throws dev.jcompose.runtime.os.ErrnoException ENOENT when there is no such table or set
     */
    public static List<byte[]> elements(NetlinkConnection connection, Family family, String table, String set)
            throws IOException {
        var keys = new ArrayList<byte[]>();
        for (var message : connection.dump(
                "list set " + set + " of table " + table,
                () -> message(NFT_MSG_GETSETELEM, family)
                        .text(NFTA_SET_ELEM_LIST_TABLE, table)
                        .text(NFTA_SET_ELEM_LIST_SET, set))) {
            var list = message.attributes(GENMSG_BYTES).nested(NFTA_SET_ELEM_LIST_ELEMENTS);
            for (var element : list.eachNested(NFTA_LIST_ELEM)) {
                element.nested(NFTA_SET_ELEM_KEY).bytes(NFTA_DATA_VALUE).ifPresent(keys::add);
            }
        }
        return keys;
    }

    /** User data is a list of type, length, value; type 0 is the comment, with a NUL at its end. */
    private static String comment(byte[] userdata) {
        int at = 0;
        while (at + 2 <= userdata.length) {
            int length = Byte.toUnsignedInt(userdata[at + 1]);
            if (userdata[at] == 0 && length > 0 && at + 2 + length <= userdata.length) {
                return new String(userdata, at + 2, length - 1, StandardCharsets.UTF_8);
            }
            at += 2 + length;
        }
        return "";
    }

    private static MessageWriter message(int type, Family family) {
        return new MessageWriter(NFNL_SUBSYS_NFTABLES << 8 | type, NLM_F_REQUEST | NLM_F_DUMP)
                .u8(family.number())
                .u8(0)
                .u16(0);
    }
}
