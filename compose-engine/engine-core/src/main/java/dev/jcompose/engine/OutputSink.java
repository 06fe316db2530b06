package dev.jcompose.engine;

/** Takes output as it comes; called by one thread at a time for one container. */
@FunctionalInterface
public interface OutputSink {
    /** Where output was written to. A terminal has only standard output. */
    enum Channel {
        STDOUT,
        STDERR
    }

    /**
     * @param bytes any part of the output: lines may be cut anywhere; the array is the callee's to keep
     */
    void write(Channel channel, byte[] bytes);

    /** Drops everything. */
    static OutputSink discard() {
        return (channel, bytes) -> {};
    }
}
