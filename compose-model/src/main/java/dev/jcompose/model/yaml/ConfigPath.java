package dev.jcompose.model.yaml;

import org.jspecify.annotations.Nullable;

/** The place of a value in the configuration. Made for every value that is visited, so it costs one small object. */
public final class ConfigPath {

    /** The top level. */
    public static final ConfigPath ROOT = new ConfigPath(null, "", -1);

    private final @Nullable ConfigPath parent;
    private final String key;
    private final int index;

    private ConfigPath(@Nullable ConfigPath parent, String key, int index) {
        this.parent = parent;
        this.key = key;
        this.index = index;
    }

    public ConfigPath key(String name) {
        return new ConfigPath(this, name, -1);
    }

    public ConfigPath item(int position) {
        return new ConfigPath(this, "", position);
    }

    /** The path around this one; the top level is its own. */
    public ConfigPath parent() {
        return parent == null ? this : parent;
    }

    /** The last key, or empty for an item of a list. */
    public String lastKey() {
        return key;
    }

    public boolean isRoot() {
        return parent == null;
    }

    /** How many keys and items deep it is. */
    public int depth() {
        int depth = 0;
        for (ConfigPath at = this; at.parent != null; at = at.parent) {
            depth++;
        }
        return depth;
    }

    /** The key at a depth, counted from 1 at the top; empty for an item of a list. */
    public String keyAt(int depth) {
        ConfigPath at = this;
        for (int d = depth(); d > depth && at.parent != null; d--) {
            at = at.parent;
        }
        return at.key;
    }

    /** Such as {@code services.web.ports[0].target}. */
    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        var text = new StringBuilder();
        append(text);
        return text.toString();
    }

    private void append(StringBuilder text) {
        if (parent == null) {
            return;
        }
        parent.append(text);
        if (index >= 0) {
            text.append('[').append(index).append(']');
        } else {
            text.append(text.isEmpty() ? "" : ".").append(key);
        }
    }
}
