package dev.jcompose.runtime.cgroup;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Allows or denies access to devices. Rules apply in order: the last one that matches decides.
 *
 * @param kind which devices
 * @param major any number where absent
 * @param minor any number where absent
 * @param access letters of {@code rwm}: read, write, mknod
 */
public record DeviceRule(Verdict verdict, Kind kind, OptionalInt major, OptionalInt minor, String access) {
    private static final Pattern SYNTAX = Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");

    /** What a rule does. */
    public enum Verdict {
        ALLOW,
        DENY
    }

    /** Which devices a rule is about. */
    public enum Kind {
        ALL('a'),
        CHARACTER('c'),
        BLOCK('b');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    public DeviceRule {
        if (!access.matches("[rwm]{1,3}")) {
            throw new IllegalArgumentException("device access '" + access + "' is not made of r, w and m");
        }
    }

    /**
     * Reads an entry of {@code device_cgroup_rules}, such as {@code c 1:3 rwm}.
     *
     * @return empty when it is not written so
     */
    public static Optional<DeviceRule> parse(String text) {
        var matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Kind kind = switch (matcher.group(1)) {
            case "c" -> Kind.CHARACTER;
            case "b" -> Kind.BLOCK;
            default -> Kind.ALL;
        };
        try {
            return Optional.of(new DeviceRule(
                    Verdict.ALLOW, kind, number(matcher.group(2)), number(matcher.group(3)), matcher.group(4)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Allows one device, or all minors of a major. */
    public static DeviceRule allow(Kind kind, int major, OptionalInt minor, String access) {
        return new DeviceRule(Verdict.ALLOW, kind, OptionalInt.of(major), minor, access);
    }

    /** As cgroup v1 writes it: {@code c 1:3 rwm}. */
    public String toV1() {
        return kind.letter() + " " + text(major) + ":" + text(minor) + " " + access;
    }

    private static OptionalInt number(String text) {
        return text.equals("*") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "*";
    }
}
