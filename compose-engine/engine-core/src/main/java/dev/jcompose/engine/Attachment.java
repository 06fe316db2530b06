package dev.jcompose.engine;

/** A standing connection to the streams of a container's main process. */
public interface Attachment extends AutoCloseable {
    /** Waits until the engine ends the connection, which it does when the process ends and all output was delivered. */
    void awaitEnd() throws EngineException, InterruptedException;

    /** Detaches; the container goes on. */
    @Override
    void close();
}
