package dev.jcompose.engine.docker.transport;

import java.io.Closeable;
import java.io.IOException;

/** Closing what is given up anyway. */
final class Quiet {
    private Quiet() {}

    /** Closes; a failure to close a stream nobody reads any more has no consequence and is dropped. */
    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            return;
        }
    }
}
