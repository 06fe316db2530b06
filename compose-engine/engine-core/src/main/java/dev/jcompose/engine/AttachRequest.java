package dev.jcompose.engine;

import java.util.Optional;

/**
 * How to attach.
 *
 * @param replay whether output written before comes first
 * @param detachKeys sequence of keys that ends the attachment, in the Engine API's form, for example
 *     {@code ctrl-p,ctrl-q}; absent means the engine's default
 */
public record AttachRequest(Replay replay, Optional<String> detachKeys) {
    /** Whether old output is delivered. */
    public enum Replay {
        FROM_START,
        NONE
    }

    /** Only what comes. */
    public static AttachRequest live() {
        return new AttachRequest(Replay.NONE, Optional.empty());
    }
}
