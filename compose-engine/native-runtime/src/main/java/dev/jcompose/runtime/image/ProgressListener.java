package dev.jcompose.runtime.image;

/** Hears how a transfer goes. Called from several threads, one call at a time; must not block for long. */
@FunctionalInterface
public interface ProgressListener {
    void report(Progress progress);

    static ProgressListener none() {
        return progress -> {};
    }
}
