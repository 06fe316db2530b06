package dev.jcompose.runtime.network;

import java.util.Locale;
import java.util.Optional;

/** A transport whose ports can be published. */
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** Its number in the IP header. */
    public int number() {
        return number;
    }

    /** {@code tcp}, {@code udp} or {@code sctp}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Protocol> of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "", "tcp" -> Optional.of(TCP);
            case "udp" -> Optional.of(UDP);
            case "sctp" -> Optional.of(SCTP);
            default -> Optional.empty();
        };
    }
}
