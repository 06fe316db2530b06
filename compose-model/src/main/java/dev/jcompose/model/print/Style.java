package dev.jcompose.model.print;

import java.util.Comparator;

/** For which format a tree is made; Docker Compose leaves out more in YAML than in JSON. */
public enum Style {
    YAML,
    JSON;

    /** How mappings are sorted: JSON by the bytes of keys. */
    Comparator<String> keyOrder() {
        return this == YAML ? YamlKeyOrder.INSTANCE : Comparator.naturalOrder();
    }

    /** Whether {@code x-*} keys within services and resources are shown. */
    boolean hasExtensions() {
        return this == YAML;
    }
}
