package dev.jcompose.runtime.network.nft;

import static dev.jcompose.runtime.network.netlink.Message.NLM_F_APPEND;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_CREATE;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_REQUEST;

import dev.jcompose.runtime.network.netlink.MessageWriter;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Changes to one table that take effect all at once or not at all.
 *
 * @see <a href="https://wiki.nftables.org/wiki-nftables/index.php/Portal:DeveloperDocs/nftables_internals">internals</a>
 */
public final class Transaction {
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int NFNL_MSG_BATCH_BEGIN = 16;
    private static final int NFNL_MSG_BATCH_END = 17;

    private static final int NFT_MSG_NEWTABLE = 0;
    private static final int NFT_MSG_DELTABLE = 2;
    private static final int NFT_MSG_NEWCHAIN = 3;
    private static final int NFT_MSG_NEWRULE = 6;
    private static final int NFT_MSG_DELRULE = 8;
    private static final int NFT_MSG_NEWSET = 9;
    private static final int NFT_MSG_NEWSETELEM = 12;
    private static final int NFT_MSG_DELSETELEM = 14;

    private static final int NFTA_TABLE_NAME = 1;
    private static final int NFTA_CHAIN_TABLE = 1;
    private static final int NFTA_CHAIN_NAME = 3;
    private static final int NFTA_CHAIN_HOOK = 4;
    private static final int NFTA_CHAIN_TYPE = 7;
    private static final int NFTA_HOOK_HOOKNUM = 1;
    private static final int NFTA_HOOK_PRIORITY = 2;
    private static final int NFTA_RULE_TABLE = 1;
    private static final int NFTA_RULE_CHAIN = 2;
    private static final int NFTA_RULE_HANDLE = 3;
    private static final int NFTA_RULE_EXPRESSIONS = 4;
    private static final int NFTA_RULE_USERDATA = 7;
    private static final int NFTA_SET_ELEM_LIST_TABLE = 1;
    private static final int NFTA_SET_ELEM_LIST_SET = 2;
    private static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    private static final int NFTA_LIST_ELEM = 1;
    /** Type 0 of the nft tool's user data of a rule: a comment. */
    private static final byte USERDATA_COMMENT = 0;
    /** An attribute holds 64 KiB: so many elements fit, whatever their kind. */
    private static final int ELEMENTS_PER_MESSAGE = 400;

    private final Family family;
    private final String table;
    private final List<MessageWriter> messages = new ArrayList<>();

    public Transaction(Family family, String table) {
        this.family = family;
        this.table = table;
    }

    /** Adds the table if it is missing. */
    public Transaction table() {
        messages.add(message(NFT_MSG_NEWTABLE, NLM_F_CREATE).text(NFTA_TABLE_NAME, table));
        return this;
    }

    /** Removes the table with all that is in it; it must exist. */
    public Transaction deleteTable() {
        messages.add(message(NFT_MSG_DELTABLE, 0).text(NFTA_TABLE_NAME, table));
        return this;
    }

    /** Where in the way of a packet a chain is asked. */
    public enum Hook {
        PREROUTING(0),
        FORWARD(2),
        OUTPUT(3),
        POSTROUTING(4);

        private final int number;

        Hook(int number) {
            this.number = number;
        }
    }

    /** {@code filter} or {@code nat}. */
    public enum ChainType {
        FILTER,
        NAT
    }

    /** Adds a chain that packets pass at a hook; what it does not decide is accepted. */
    public Transaction chain(String name, ChainType type, Hook hook, int priority) {
        var message = message(NFT_MSG_NEWCHAIN, NLM_F_CREATE)
                .text(NFTA_CHAIN_TABLE, table)
                .text(NFTA_CHAIN_NAME, name);
        message.nest(
                        NFTA_CHAIN_HOOK,
                        () -> message.u32BigEndian(NFTA_HOOK_HOOKNUM, hook.number)
                                .u32BigEndian(NFTA_HOOK_PRIORITY, priority))
                .text(NFTA_CHAIN_TYPE, type == ChainType.NAT ? "nat" : "filter");
        messages.add(message);
        return this;
    }

    /** Adds an empty set or map. */
    public Transaction set(SetType type) {
        var message = message(NFT_MSG_NEWSET, NLM_F_CREATE);
        type.declare(message, table, messages.size() + 1);
        messages.add(message);
        return this;
    }

    /** Adds elements; those that are there already stay. */
    public Transaction add(String set, List<Element> elements) {
        return elements(NFT_MSG_NEWSETELEM, NLM_F_CREATE, set, elements);
    }

    /** Removes elements; each must be there. */
    public Transaction remove(String set, List<Element> elements) {
        return elements(NFT_MSG_DELSETELEM, 0, set, elements);
    }

    private Transaction elements(int type, int flags, String set, List<Element> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_PER_MESSAGE) {
            var part = elements.subList(from, Math.min(elements.size(), from + ELEMENTS_PER_MESSAGE));
            var message =
                    message(type, flags).text(NFTA_SET_ELEM_LIST_TABLE, table).text(NFTA_SET_ELEM_LIST_SET, set);
            message.nest(NFTA_SET_ELEM_LIST_ELEMENTS, () -> {
                for (var element : part) {
                    message.nest(NFTA_LIST_ELEM, () -> element.write(message));
                }
            });
            messages.add(message);
        }
        return this;
    }

    /** Adds a rule at the end of a chain. */
    public Transaction rule(String chain, Consumer<RuleWriter> expressions) {
        return rule(chain, NLM_F_APPEND, "", expressions);
    }

    /** Adds a rule at the beginning of a chain, with a comment by which it can be found again. */
    public Transaction ruleFirst(String chain, String comment, Consumer<RuleWriter> expressions) {
        return rule(chain, 0, comment, expressions);
    }

    private Transaction rule(String chain, int flags, String comment, Consumer<RuleWriter> expressions) {
        var message = message(NFT_MSG_NEWRULE, NLM_F_CREATE | flags)
                .text(NFTA_RULE_TABLE, table)
                .text(NFTA_RULE_CHAIN, chain);
        message.nest(NFTA_RULE_EXPRESSIONS, () -> expressions.accept(new RuleWriter(message, family)));
        if (!comment.isEmpty()) {
            message.bytes(NFTA_RULE_USERDATA, userdata(comment));
        }
        messages.add(message);
        return this;
    }

    /** Removes a rule by the number that the kernel gave it. */
    public Transaction deleteRule(String chain, long handle) {
        byte[] number = new byte[8];
        for (int i = 0; i < 8; i++) {
            number[i] = (byte) (handle >> (56 - 8 * i));
        }
        messages.add(message(NFT_MSG_DELRULE, 0)
                .text(NFTA_RULE_TABLE, table)
                .text(NFTA_RULE_CHAIN, chain)
                .bytes(NFTA_RULE_HANDLE, number));
        return this;
    }

    static byte[] userdata(String comment) {
        byte[] text = (comment + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] data = new byte[2 + text.length];
        data[0] = USERDATA_COMMENT;
        data[1] = (byte) text.length;
        System.arraycopy(text, 0, data, 2, text.length);
        return data;
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Carries the changes out together with those of other tables. */
    public static void commit(NetlinkConnection connection, String operation, List<Transaction> parts)
            throws IOException {
        var batch = new ArrayList<MessageWriter>();
        batch.add(mark(NFNL_MSG_BATCH_BEGIN));
        for (var part : parts) {
            batch.addAll(part.messages);
        }
        if (batch.size() == 1) {
            return;
        }
        batch.getLast().askForAcknowledgement();
        batch.add(mark(NFNL_MSG_BATCH_END));
        connection.transact(operation, batch);
    }

    /** Carries the changes out. */
    public void commit(NetlinkConnection connection, String operation) throws IOException {
        commit(connection, operation, List.of(this));
    }

    private MessageWriter message(int type, int flags) {
        return new MessageWriter(NFNL_SUBSYS_NFTABLES << 8 | type, NLM_F_REQUEST | flags)
                .u8(family.number())
                .u8(0)
                .u16(0);
    }

    private static MessageWriter mark(int type) {
        return new MessageWriter(type, NLM_F_REQUEST).u8(0).u8(0).u16BigEndian(NFNL_SUBSYS_NFTABLES);
    }
}
