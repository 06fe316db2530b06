package dev.jcompose.runtime.container;

import java.util.Locale;

/** The kinds of mounts served here. */
public enum MountType {
    BIND,
    VOLUME,
    TMPFS;

    /** The word of the Engine API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
