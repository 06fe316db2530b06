package dev.jcompose.model.print;

/** For which format a tree is made; Docker Compose leaves out more in YAML than in JSON. */
public enum Style {
    YAML,
    JSON;

    /** Whether {@code x-*} keys within services and resources are shown. */
    boolean hasExtensions() {
        return this == YAML;
    }
}
