package dev.jcompose.cli.terminal;

import java.util.Locale;
import java.util.Optional;

/** The values of {@code --ansi}: when to write control sequences. */
public enum AnsiPolicy {
    NEVER,
    ALWAYS,
    AUTO;

    /** The policy of that name, in lower case. */
    public static Optional<AnsiPolicy> of(String name) {
        for (AnsiPolicy policy : values()) {
            if (policy.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }

    /** How to paint on a stream. */
    public Paint paint(Terminal terminal, Terminal.Stream stream) {
        return switch (this) {
            case NEVER -> Paint.PLAIN;
            case ALWAYS -> Paint.COLOURED;
            case AUTO -> terminal.isTerminal(stream) ? Paint.COLOURED : Paint.PLAIN;
        };
    }
}
