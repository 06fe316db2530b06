package dev.jcompose.runtime.network.nft;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.netlink.MessageWriter;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The expressions of a rule, one after the other: each loads something into a register, compares a register (and the rule ends
 * there when the comparison fails), or decides. Register numbers count words of four bytes; a load begins at word 0.
 */
public final class RuleWriter {
    private static final int NFTA_LIST_ELEM = 1;
    private static final int NFTA_EXPR_NAME = 1;
    private static final int NFTA_EXPR_DATA = 2;
    private static final int NFTA_DATA_VALUE = 1;
    private static final int NFTA_DATA_VERDICT = 2;
    private static final int NFTA_VERDICT_CODE = 1;
    private static final int NFT_REG_VERDICT = 0;
    private static final int NFT_REG32_00 = 8;
    private static final int NFT_CMP_EQ = 0;
    private static final int NFT_CMP_NEQ = 1;
    private static final int IFNAMSIZ = 16;
    private static final int NF_DROP = 0;
    private static final int NF_ACCEPT = 1;
    private static final int NFT_RETURN = -5;
    private static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
    private static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;
    private static final int NFT_CT_STATE = 0;
    private static final int NFT_CT_STATUS = 2;
    private static final int CT_ESTABLISHED_OR_RELATED = 0b110;
    private static final int IPS_DST_NAT = 0x20;
    private static final int FIB_RESULT_ADDRTYPE = 3;
    private static final int FIB_F_DADDR = 2;
    private static final int RTN_LOCAL = 2;
    private static final int NFT_NAT_DNAT = 1;
    private static final int WORD_BYTES = 4;
    /** Keys are at most an address, a protocol and a port: six words. */
    private static final int DATA_FROM_WORD = 8;

    private final MessageWriter message;
    private final Family family;

    RuleWriter(MessageWriter message, Family family) {
        this.message = message;
        this.family = family;
    }

    /** Facts about a packet that do not stand in it. */
    public enum Meta {
        IIFNAME(6),
        OIFNAME(7),
        L4PROTO(16),
        IIFGROUP(21),
        OIFGROUP(22);

        private final int key;

        Meta(int key) {
            this.key = key;
        }
    }

    private RuleWriter expression(String name, Runnable content) {
        message.nest(NFTA_LIST_ELEM, () -> message.text(NFTA_EXPR_NAME, name).nest(NFTA_EXPR_DATA, content));
        return this;
    }

    private static int register(int word) {
        return NFT_REG32_00 + word;
    }

    /** Loads a fact into the register at a word. */
    public RuleWriter load(Meta meta, int word) {
        return expression("meta", () -> message.u32BigEndian(1, register(word)).u32BigEndian(2, meta.key));
    }

    private RuleWriter compare(int operation, byte[] value) {
        return expression(
                "cmp",
                () -> message.u32BigEndian(1, register(0))
                        .u32BigEndian(2, operation)
                        .nest(3, () -> message.bytes(NFTA_DATA_VALUE, value)));
    }

    private RuleWriter mask(byte[] mask) {
        return expression(
                "bitwise",
                () -> message.u32BigEndian(1, register(0))
                        .u32BigEndian(2, register(0))
                        .u32BigEndian(3, mask.length)
                        .nest(4, () -> message.bytes(NFTA_DATA_VALUE, mask))
                        .nest(5, () -> message.bytes(NFTA_DATA_VALUE, new byte[mask.length])));
    }

    /** Goes on when the device belongs to the group. */
    public RuleWriter groupIs(Meta meta, int group) {
        return load(meta, 0).compare(NFT_CMP_EQ, nativeInt(group));
    }

    /** Goes on when the device does not belong to the group. */
    public RuleWriter groupIsNot(Meta meta, int group) {
        return load(meta, 0).compare(NFT_CMP_NEQ, nativeInt(group));
    }

    /** Goes on when the device has this name. */
    public RuleWriter nameIs(Meta meta, String interfaceName) {
        byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
        // The rest of the register is zero: with the NUL compared, a longer name does not match.
        return load(meta, 0).compare(NFT_CMP_EQ, Arrays.copyOf(name, IFNAMSIZ));
    }

    /** Loads the packet's source address. */
    public RuleWriter loadSource(int word) {
        return payload(NFT_PAYLOAD_NETWORK_HEADER, family == Family.IPV4 ? 12 : 8, family.addressBytes(), word);
    }

    /** Loads the packet's destination address. */
    public RuleWriter loadDestination(int word) {
        return payload(NFT_PAYLOAD_NETWORK_HEADER, family == Family.IPV4 ? 16 : 24, family.addressBytes(), word);
    }

    /** Loads the destination port of TCP, UDP or SCTP. */
    public RuleWriter loadDestinationPort(int word) {
        return payload(NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2, word);
    }

    private RuleWriter payload(int base, int offset, int length, int word) {
        return expression(
                "payload",
                () -> message.u32BigEndian(1, register(word))
                        .u32BigEndian(2, base)
                        .u32BigEndian(3, offset)
                        .u32BigEndian(4, length));
    }

    /** Goes on when the loaded address lies in the block. */
    public RuleWriter inBlock(Cidr block) {
        byte[] mask = new byte[family.addressBytes()];
        for (int bit = 0; bit < block.prefix(); bit++) {
            mask[bit / 8] |= (byte) (0x80 >> (bit % 8));
        }
        return mask(mask).compare(NFT_CMP_EQ, block.address().getAddress());
    }

    /** Goes on when the loaded address is this one. */
    public RuleWriter isAddress(InetAddress address) {
        return compare(NFT_CMP_EQ, address.getAddress());
    }

    public RuleWriter isNotAddress(InetAddress address) {
        return compare(NFT_CMP_NEQ, address.getAddress());
    }

    /** Goes on when the packet is of this protocol. */
    public RuleWriter protocolIs(int number) {
        return load(Meta.L4PROTO, 0).compare(NFT_CMP_EQ, new byte[] {(byte) number});
    }

    /** Goes on when the destination port is this one. */
    public RuleWriter destinationPortIs(int port) {
        return loadDestinationPort(0).compare(NFT_CMP_EQ, Element.port(port));
    }

    /** Goes on when what was loaded from word 0 on is in the set. */
    public RuleWriter in(String set) {
        return expression("lookup", () -> message.text(1, set).u32BigEndian(2, register(0)));
    }

    /** Goes on when what was loaded from word 0 on is not in the set. */
    public RuleWriter notIn(String set) {
        return expression(
                "lookup",
                () -> message.text(1, set).u32BigEndian(2, register(0)).u32BigEndian(5, 1));
    }

    /** Goes on when the destination is an address of this host. */
    public RuleWriter destinationIsLocal() {
        return fibType().compare(NFT_CMP_EQ, nativeInt(RTN_LOCAL));
    }

    /** Goes on when the destination is no address of this host. */
    public RuleWriter destinationIsNotLocal() {
        return fibType().compare(NFT_CMP_NEQ, nativeInt(RTN_LOCAL));
    }

    private RuleWriter fibType() {
        return expression(
                "fib",
                () -> message.u32BigEndian(1, register(0))
                        .u32BigEndian(2, FIB_RESULT_ADDRTYPE)
                        .u32BigEndian(3, FIB_F_DADDR));
    }

    /** Goes on when the packet belongs to a known connection or is an error message about one. */
    public RuleWriter established() {
        return connection(NFT_CT_STATE)
                .mask(nativeInt(CT_ESTABLISHED_OR_RELATED))
                .compare(NFT_CMP_NEQ, nativeInt(0));
    }

    /** Goes on when the connection's destination was rewritten. */
    public RuleWriter destinationWasTranslated() {
        return connection(NFT_CT_STATUS).mask(nativeInt(IPS_DST_NAT)).compare(NFT_CMP_NEQ, nativeInt(0));
    }

    private RuleWriter connection(int key) {
        return expression("ct", () -> message.u32BigEndian(1, register(0)).u32BigEndian(2, key));
    }

    public void accept() {
        verdict(NF_ACCEPT);
    }

    public void drop() {
        verdict(NF_DROP);
    }

    /** Leaves the chain: for a chain at a hook, its policy decides. */
    public void leave() {
        verdict(NFT_RETURN);
    }

    /** Counts packets and bytes, as iptables expects of each of its rules. */
    public RuleWriter counter() {
        return expression("counter", () -> message.bytes(1, new byte[8]).bytes(2, new byte[8]));
    }

    private void verdict(int code) {
        expression(
                "immediate",
                () -> message.u32BigEndian(1, NFT_REG_VERDICT)
                        .nest(
                                2,
                                () -> message.nest(
                                        NFTA_DATA_VERDICT, () -> message.u32BigEndian(NFTA_VERDICT_CODE, code))));
    }

    /** Rewrites the destination to the address and port that the map has for what was loaded from word 0 on. */
    public void translateBy(String map) {
        int address = DATA_FROM_WORD;
        expression(
                "lookup",
                () -> message.text(1, map).u32BigEndian(2, register(0)).u32BigEndian(3, register(address)));
        destination(address, address + family.addressBytes() / WORD_BYTES);
    }

    /** Rewrites the destination to a fixed address and port. */
    public void translateTo(InetAddress address, int port) {
        int portWord = family.addressBytes() / WORD_BYTES;
        immediate(0, address.getAddress());
        immediate(portWord, Element.port(port));
        destination(0, portWord);
    }

    private void immediate(int word, byte[] value) {
        expression(
                "immediate",
                () -> message.u32BigEndian(1, register(word)).nest(2, () -> message.bytes(NFTA_DATA_VALUE, value)));
    }

    private void destination(int addressWord, int portWord) {
        expression(
                "nat",
                () -> message.u32BigEndian(1, NFT_NAT_DNAT)
                        .u32BigEndian(2, family.number())
                        .u32BigEndian(3, register(addressWord))
                        .u32BigEndian(5, register(portWord)));
    }

    /** Rewrites the source to the address of the device that the packet leaves through. */
    public void masquerade() {
        expression("masq", () -> {});
    }

    private static byte[] nativeInt(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}
