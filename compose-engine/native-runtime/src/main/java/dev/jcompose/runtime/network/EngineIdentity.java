package dev.jcompose.runtime.network;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells one engine's devices and rules from another's, made from the path of its state: the same after every restart, and
 * even after the state was lost.
 *
 * @param tag six hexadecimal digits, part of the names of devices and tables
 * @param group the device group of all its devices, never 0
 */
record EngineIdentity(String tag, int group) {

    /** With it begin the names of the tables of all engines. */
    static final String TABLE_PREFIX = "jcompose-";

    static EngineIdentity of(Path root) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
            int group =
                    ((hash[4] & 0x7f) << 24) | ((hash[5] & 0xff) << 16) | ((hash[6] & 0xff) << 8) | (hash[7] & 0xff);
            return new EngineIdentity(HexFormat.of().formatHex(hash, 0, 3), Math.max(1, group));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The name of its nf_tables tables. */
    String table() {
        return TABLE_PREFIX + tag;
    }

    /** The bridge of the predefined network. */
    String defaultBridge() {
        return "jc" + tag + "0";
    }

    /** A name for the host's end of a connection; an interface's name has at most 15 bytes. */
    String newHostInterface() {
        return "jv" + tag + LiveNetwork.newId().substring(0, 7);
    }
}
