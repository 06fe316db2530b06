package dev.jcompose.runtime.network.address;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A block of addresses, {@code 172.20.0.0/24}: its first address and the length of its prefix.
 *
 * @param prefix 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(InetAddress address, int prefix) {

    /** Clears the bits behind the prefix. */
    public Cidr {
        int bits = address.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix /" + prefix + " is not in 0.." + bits);
        }
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bits; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        address = ofBytes(bytes);
    }

    /**
     * Reads {@code address/prefix}; no name is ever resolved.
     *
     * @throws IllegalArgumentException when the text is no such block
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'" + text + "' has no /prefix");
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("'" + digits + "' is no prefix length");
        }
        return new Cidr(InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(digits));
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && new Cidr(other, prefix).address.equals(address);
    }

    /** Whether {@code inner} lies within this block. */
    public boolean contains(Cidr inner) {
        return inner.prefix >= prefix && contains(inner.address);
    }

    public boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** The number of addresses in the block. */
    public BigInteger size() {
        return BigInteger.ONE.shiftLeft(address.getAddress().length * 8 - prefix);
    }

    /**
     * The address at a distance from the first.
     *
     * @throws IllegalArgumentException when it is not in the block
     */
    public InetAddress at(BigInteger offset) {
        if (offset.signum() < 0 || offset.compareTo(size()) >= 0) {
            throw new IllegalArgumentException(this + " has no address number " + offset);
        }
        return plus(address, offset);
    }

    /** The distance of an address of this block from the first one. */
    public BigInteger offsetOf(InetAddress member) {
        return new BigInteger(1, member.getAddress()).subtract(new BigInteger(1, address.getAddress()));
    }

    /** The last address: the broadcast address of an IPv4 block. */
    public InetAddress last() {
        return at(size().subtract(BigInteger.ONE));
    }

    private static InetAddress plus(InetAddress base, BigInteger offset) {
        int length = base.getAddress().length;
        byte[] sum = new BigInteger(1, base.getAddress()).add(offset).toByteArray();
        byte[] bytes = new byte[length];
        int copied = Math.min(sum.length, length);
        System.arraycopy(sum, sum.length - copied, bytes, length - copied, copied);
        return ofBytes(bytes);
    }

    /** An address of 4 or 16 bytes; a mapped IPv4 address becomes an IPv4 address. */
    public static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOf(bytes, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
