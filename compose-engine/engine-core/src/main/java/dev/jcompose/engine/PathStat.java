package dev.jcompose.engine;

/**
 * A path inside a container.
 *
 * @param name last component
 * @param size in bytes
 * @param mode permission bits
 * @param linkTarget where a symbolic link leads to; else empty
 */
public record PathStat(String name, long size, int mode, Type type, String linkTarget) {
    /** Kinds of files that matter to copying. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        OTHER
    }
}
