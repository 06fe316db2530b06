package dev.jcompose.runtime.launch;

import java.nio.file.Path;

/** Which namespace of a kind a container lives in. */
public sealed interface Namespace {
    /** The daemon's own. */
    record Host() implements Namespace {}

    /** A new one. */
    record Private() implements Namespace {}

    /**
     * An existing one.
     *
     * @param file what setns(2) takes: {@code /proc/<pid>/ns/<kind>} or the path of a descriptor held by the daemon
     *     ({@link dev.jcompose.runtime.os.Fd#pathForOthers()})
     */
    record Join(Path file) implements Namespace {}

    static Namespace host() {
        return new Host();
    }

    static Namespace isolated() {
        return new Private();
    }

    static Namespace join(Path file) {
        return new Join(file);
    }
}
