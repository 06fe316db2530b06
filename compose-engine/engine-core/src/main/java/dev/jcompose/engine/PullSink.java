package dev.jcompose.engine;

/** Takes the progress of a pull; called by one thread at a time. */
@FunctionalInterface
public interface PullSink {
    /**
     * @param layer short digest of a layer; empty when it is about the image as a whole
     * @param status the engine's word, for example {@code Downloading} or {@code Pull complete}
     * @param current bytes done; 0 when not told
     * @param total bytes in all; 0 when not told
     */
    void progress(String layer, String status, long current, long total);
}
