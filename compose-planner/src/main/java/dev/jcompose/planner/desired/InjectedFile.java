package dev.jcompose.planner.desired;

import java.util.Optional;

/**
 * A secret or config whose content comes from the model or the environment, copied into the created container before
 * it starts. Those that come from a file are bind mounts instead.
 *
 * @param kind what the model calls it, for messages
 * @param name key of the secret or config in the model
 * @param target absolute path inside the container
 * @param content the text to write, UTF-8
 * @param uid numeric owner, 0 when absent
 * @param gid numeric group, 0 when absent
 * @param mode permission bits, 0444 unless the model says otherwise
 */
public record InjectedFile(
        Kind kind, String name, String target, String content, Optional<Long> uid, Optional<Long> gid, int mode) {
    /** Which section of the model it was declared in. */
    public enum Kind {
        SECRET,
        CONFIG
    }

    /** Leaves the content out, so that no log or failure message carries a secret. */
    @Override
    public String toString() {
        return "InjectedFile[" + kind + " " + name + " -> " + target + "]";
    }
}
