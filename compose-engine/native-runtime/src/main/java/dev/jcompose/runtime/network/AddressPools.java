package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.Cidr;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where subnets come from when the client names none.
 *
 * <p>Docker cuts 172.16/12 into blocks of 65 536 addresses and has run out after thirty networks. Here the blocks have 256
 * addresses: 3 584 in 172.18.0.0 to 172.31.255.255, then 240 in 192.168.16.0 to 192.168.255.0. Where the search begins depends
 * on the engine, so that engines side by side rarely want the same block at the same moment.
 */
final class AddressPools {
    private static final int BLOCK_PREFIX = 24;
    private static final List<Range> RANGES =
            List.of(new Range(Cidr.parse("172.18.0.0/24"), 14 * 256), new Range(Cidr.parse("192.168.16.0/24"), 240));

    private final int start;

    private record Range(Cidr first, int blocks) {}

    AddressPools(int engineNumber) {
        start = Math.floorMod(engineNumber, RANGES.getFirst().blocks());
    }

    /** The first block that overlaps none of those; empty when there is none. */
    Optional<Cidr> choose(Collection<Cidr> taken) {
        for (var range : RANGES) {
            for (int i = 0; i < range.blocks(); i++) {
                var block = block(range, (start + i) % range.blocks());
                if (taken.stream().noneMatch(block::overlaps)) {
                    return Optional.of(block);
                }
            }
        }
        return Optional.empty();
    }

    private static Cidr block(Range range, int number) {
        long first = new BigInteger(1, range.first().address().getAddress()).longValueExact();
        long address = first + ((long) number << (32 - BLOCK_PREFIX));
        return new Cidr(
                Cidr.ofBytes(new byte[] {
                    (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
                }),
                BLOCK_PREFIX);
    }

    /** A block of the unique local range (RFC 4193), made from the random id of the network. */
    static Cidr uniqueLocal(String networkId) {
        byte[] bytes = new byte[16];
        byte[] random = HexFormat.of().parseHex(networkId.substring(0, 14));
        bytes[0] = (byte) 0xfd;
        System.arraycopy(random, 0, bytes, 1, random.length);
        return new Cidr(Cidr.ofBytes(bytes), 64);
    }
}
