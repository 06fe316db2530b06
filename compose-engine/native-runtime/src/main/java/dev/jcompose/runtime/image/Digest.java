package dev.jcompose.runtime.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of some bytes, as the OCI image specification writes it: {@code sha256:<64 lower case hex digits>}. Other
 * algorithms are not in use by any registry known to us and are refused.
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not 64 lower case hex digits: '" + hex + "'");
        }
    }

    /** @throws IllegalArgumentException if it is not {@code sha256:} and 64 hex digits */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a sha256 digest: '" + text + "'");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    public static boolean isDigest(String text) {
        return text.startsWith(PREFIX)
                && HEX.matcher(text).region(PREFIX.length(), text.length()).matches();
    }

    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(newSha256().digest(bytes)));
    }

    static Digest finish(MessageDigest sha256) {
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    /** The first 12 hex digits, as Docker shows it to people. */
    public String shortHex() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
