package dev.jcompose.runtime.network.nft;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;

/** The address family of a table. */
public enum Family {
    IPV4(2, 4, 7),
    IPV6(10, 16, 8);

    private final int number;
    private final int addressBytes;
    private final int addressType;

    Family(int number, int addressBytes, int addressType) {
        this.number = number;
        this.addressBytes = addressBytes;
        this.addressType = addressType;
    }

    public static Family of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    public StandardProtocolFamily protocolFamily() {
        return this == IPV4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    /** AF_INET or AF_INET6. */
    public int number() {
        return number;
    }

    public int addressBytes() {
        return addressBytes;
    }

    /** What the nft tool calls {@code ipv4_addr} or {@code ipv6_addr}. */
    int addressType() {
        return addressType;
    }
}
