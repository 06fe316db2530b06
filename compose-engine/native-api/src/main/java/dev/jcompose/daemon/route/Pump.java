package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.RawStream;
import dev.jcompose.runtime.launch.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Connects a client with the standard streams of a process, until the output ends or one of them leaves. */
final class Pump {
    private static final int PIECE = 16 * 1024;

    private static final System.Logger LOG = System.getLogger(Pump.class.getName());
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final RawStream client;
    private final Options options;
    private Optional<Thread> input = Optional.empty();

    /**
     * How the streams are joined.
     *
     * @param framed whether the streams of the process are told apart: without a terminal
     * @param endOfInput what follows when the client's input ends
     * @param detachKeys for somebody at a terminal
     */
    record Options(
            boolean stdin,
            boolean stdout,
            boolean stderr,
            boolean framed,
            EndOfInput endOfInput,
            Optional<DetachKeys> detachKeys) {}

    /** What becomes of the process's input when the client's ends. */
    enum EndOfInput {
        CLOSE,
        LEAVE_OPEN
    }

    Pump(RawStream client, Options options) {
        this.client = client;
        this.options = options;
    }

    /**
     * Passes the client's input on, from a thread of its own, once there is a process. Without input wanted it still
     * reads, to see that the client leaves.
     */
    void startInput(CompletableFuture<Attachment> process, Runnable onDetach) {
        input = Optional.of(Thread.ofVirtual().name("stdin").start(() -> {
            try {
                copyInput(process, onDetach);
            } catch (IOException | ExecutionException | InterruptedException e) {
                discardInput(); // the process is gone, or the client; whoever writes the output notices as well
            }
        }));
    }

    /** To close a socket with unread bytes would take from the client what it has not read yet. */
    private void discardInput() {
        try {
            client.input().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client has left", e);
        }
    }

    /** Tells the client that all is said, and gives it the time to leave by itself. */
    void finish() throws IOException, InterruptedException {
        client.shutdownOutput();
        if (input.isPresent()) {
            input.get().join(LINGER);
        }
    }

    private void copyInput(CompletableFuture<Attachment> process, Runnable onDetach)
            throws IOException, ExecutionException, InterruptedException {
        InputStream in = client.input();
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            if (!options.stdin()) {
                continue;
            }
            byte[] bytes = java.util.Arrays.copyOf(piece, count);
            boolean detached = false;
            if (options.detachKeys().isPresent()) {
                DetachKeys.Passed passed = options.detachKeys().get().pass(piece, count);
                bytes = passed.bytes();
                detached = passed.detached();
            }
            var stdin = process.get().stdin();
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                stdin.write(buffer);
            }
            if (detached) {
                onDetach.run();
                process.get().close();
                client.close();
                return;
            }
        }
        if (options.stdin() && options.endOfInput() == EndOfInput.CLOSE) {
            process.get().closeStdin();
        }
    }

    /** Passes output on until it ends. */
    void copyOutput(Attachment process) throws IOException {
        for (var chunk = process.read(); chunk.isPresent(); chunk = process.read()) {
            boolean error = chunk.get().source() == Attachment.Source.STDERR;
            if (error ? !options.stderr() : !options.stdout()) {
                continue;
            }
            ByteBuffer bytes = chunk.get().bytes();
            client.write(options.framed() ? Frames.frame(chunk.get().source().number(), bytes) : bytes);
        }
    }
}
