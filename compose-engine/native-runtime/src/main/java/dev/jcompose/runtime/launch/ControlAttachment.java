package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Standard streams over a control connection of their own. */
final class ControlAttachment implements Attachment {
    /** As much as the supervisor takes at once. */
    private static final int INPUT_CHUNK = 32 << 10;

    private final ControlConnection connection;
    private final WritableByteChannel input = new Input();

    private ControlAttachment(ControlConnection connection) {
        this.connection = connection;
    }

    /** Who sets the pace: a process that drops a slow reader, or the reader, for whom the process waits. */
    enum Pace {
        PROCESS((byte) 0),
        READER((byte) 1);

        private final byte code;

        Pace(byte code) {
            this.code = code;
        }
    }

    /** Attaches; all output that is read from the process from now on is seen. */
    static ControlAttachment open(Path socket, Pace pace) throws IOException {
        var connection = ControlConnection.open(socket);
        try {
            connection.send(Frame.ATTACH, ByteBuffer.wrap(new byte[] {pace.code}));
            var answer = connection.receive();
            if (answer.isEmpty() || answer.get().type() != Frame.ATTACH) {
                throw new IOException("the container at " + socket + " has ended");
            }
            return new ControlAttachment(connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public WritableByteChannel stdin() {
        return input;
    }

    @Override
    public void closeStdin() throws IOException {
        connection.send(Frame.END, ByteBuffer.allocate(0));
    }

    @Override
    public Optional<Chunk> read() throws IOException {
        try {
            var frame = connection.receive();
            return frame.map(f -> new Chunk(f.type() == Frame.STDERR ? Source.STDERR : Source.STDOUT, f.payload()));
        } catch (ClosedChannelException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Sends what is written as frames. */
    private final class Input implements WritableByteChannel {
        private volatile boolean open = true;

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            int total = source.remaining();
            while (source.hasRemaining()) {
                var part = source.slice(source.position(), Math.min(INPUT_CHUNK, source.remaining()));
                source.position(source.position() + part.remaining());
                connection.send(Frame.INPUT, part);
            }
            return total;
        }

        @Override
        public boolean isOpen() {
            return open && connection.isOpen();
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
