package dev.jcompose.runtime.network.address;

import java.net.Inet4Address;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** A hardware address of six bytes, printed as {@code 02:42:ac:12:00:02}. */
public final class MacAddress {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private MacAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless there are six bytes */
    public static MacAddress of(byte[] bytes) {
        if (bytes.length != 6) {
            throw new IllegalArgumentException("a MAC address has 6 bytes, not " + bytes.length);
        }
        return new MacAddress(bytes.clone());
    }

    /** @throws IllegalArgumentException when the text is not six hexadecimal bytes with colons or hyphens between them */
    public static MacAddress parse(String text) {
        try {
            return of(COLONS.parseHex(text.replace('-', ':').toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no MAC address such as 02:42:ac:12:00:02", e);
        }
    }

    /** {@code 02:42} and the four bytes of the address: a reused address then never meets a stale ARP entry. */
    public static MacAddress derivedFrom(Inet4Address address) {
        byte[] ip = address.getAddress();
        return new MacAddress(new byte[] {2, 0x42, ip[0], ip[1], ip[2], ip[3]});
    }

    /** A random unicast address of the locally administered range. */
    public static MacAddress random() {
        byte[] bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        bytes[0] = 2;
        bytes[1] = 0x42;
        return new MacAddress(bytes);
    }

    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MacAddress mac && Arrays.equals(bytes, mac.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return COLONS.formatHex(bytes);
    }
}
