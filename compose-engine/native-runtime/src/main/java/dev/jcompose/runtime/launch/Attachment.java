package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** One party's view of a process's standard streams. */
public interface Attachment extends AutoCloseable {
    /** A piece of output. With a terminal everything is STDOUT. */
    record Chunk(Source source, ByteBuffer bytes) {}

    /** Which stream a chunk came from; the number is that of Docker's stream header. */
    enum Source {
        STDOUT(1),
        STDERR(2);

        private final int number;

        Source(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /**
     * Writes to the process's standard input; waits while the process does not read. Closing the channel detaches the
     * input only: the process sees no end. A process without open input swallows what is written.
     */
    WritableByteChannel stdin();

    /** Gives the process's standard input an end, once everything written so far is through. */
    void closeStdin() throws IOException;

    /**
     * Waits for output. For one thread at a time.
     *
     * @return the next piece; empty at the end of output, for good
     */
    Optional<Chunk> read() throws IOException;

    /** Detaches. The process does not notice. */
    @Override
    void close();
}
