package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A process running in a container beside its first one. It has its own streams, of which nothing is lost: it waits
 * when they are not read.
 */
public interface Exec extends AutoCloseable {
    /** Its process number, in the pid namespace of the daemon. */
    int pid();

    /** Its standard streams, with all output from the first byte. */
    Attachment stdio();

    /**
     * Completes when it has ended, even if its output was not read; never exceptionally. It ends with the container.
     */
    CompletableFuture<ExitRecord> onExit();

    /** As {@link Supervised#signal}. */
    boolean signal(int signal) throws IOException;

    /** Sets the size of its terminal; nothing happens when it has none or has ended. */
    void resize(WindowSize size) throws IOException;

    /** Detaches from the streams; output is thrown away from now on and the process goes on. */
    @Override
    void close();
}
