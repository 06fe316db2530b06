package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** The keys with which somebody at a terminal leaves a container alone: ctrl-p, ctrl-q unless told otherwise. */
final class DetachKeys {
    private static final String DEFAULT = "ctrl-p,ctrl-q";

    private final byte[] sequence;
    private int matched;

    private DetachKeys(byte[] sequence) {
        this.sequence = sequence;
    }

    /**
     * @param text single characters and {@code ctrl-<a-z, @, ^, [, comma, _>}, separated by commas; empty = default
     * @throws HttpException 400 for anything else
     */
    static DetachKeys parse(String text) {
        var keys = new ByteArrayOutputStream();
        for (String key : (text.isEmpty() ? DEFAULT : text).split(",")) {
            String lower = key.toLowerCase(Locale.ROOT);
            if (key.length() == 1 && key.charAt(0) < 128) {
                keys.write(key.charAt(0));
            } else if (lower.startsWith("ctrl-")
                    && lower.length() == 6
                    && "@abcdefghijklmnopqrstuvwxyz[\\]^_".indexOf(lower.charAt(5)) >= 0) {
                keys.write(Character.toUpperCase(lower.charAt(5)) & 0x1f);
            } else {
                throw new HttpException(
                        400, "Invalid detach keys (" + text + ") provided: unknown character: '" + key + "'");
            }
        }
        return new DetachKeys(keys.toByteArray());
    }

    /** What of some input goes to the container. */
    @SuppressWarnings("ArrayRecordComponent") // read once, handed on, never compared
    record Passed(byte[] bytes, boolean detached) {}

    /** Looks for the sequence, also where it is spread over several pieces of input. */
    Passed pass(byte[] input, int length) {
        var out = new ByteArrayOutputStream(length + matched);
        for (int i = 0; i < length; i++) {
            if (input[i] == sequence[matched]) {
                matched++;
                if (matched == sequence.length) {
                    return new Passed(out.toByteArray(), true);
                }
            } else {
                out.write(sequence, 0, matched);
                matched = 0;
                if (input[i] == sequence[0]) {
                    matched = 1;
                } else {
                    out.write(input[i]);
                }
            }
        }
        return new Passed(out.toByteArray(), false);
    }
}
