package dev.jcompose.runtime.network.dns;

import dev.jcompose.runtime.network.address.Cidr;
import java.net.InetAddress;
import java.util.Optional;

/** Names in which addresses are written backwards: {@code 2.0.20.172.in-addr.arpa} (RFC 1035 section 3.5, RFC 3596). */
final class ReverseName {
    private static final String V4 = ".in-addr.arpa";
    private static final String V6 = ".ip6.arpa";

    private ReverseName() {}

    /** The whole address that a name stands for; empty for any other name. */
    static Optional<InetAddress> parse(String name) {
        if (name.endsWith(V4)) {
            return parse(name.substring(0, name.length() - V4.length()).split("\\."), 4, 10);
        }
        if (name.endsWith(V6)) {
            return parse(name.substring(0, name.length() - V6.length()).split("\\."), 32, 16);
        }
        return Optional.empty();
    }

    private static Optional<InetAddress> parse(String[] labels, int count, int radix) {
        if (labels.length != count) {
            return Optional.empty();
        }
        byte[] bytes = new byte[radix == 10 ? 4 : 16];
        for (int i = 0; i < count; i++) {
            String label = labels[count - 1 - i];
            if (!label.matches(radix == 10 ? "[0-9]{1,3}" : "[0-9a-f]")) {
                return Optional.empty();
            }
            int value = Integer.parseInt(label, radix);
            if (radix == 10) {
                if (value > 255) {
                    return Optional.empty();
                }
                bytes[i] = (byte) value;
            } else {
                bytes[i / 2] |= (byte) (i % 2 == 0 ? value << 4 : value);
            }
        }
        return Optional.of(Cidr.ofBytes(bytes));
    }
}
