package dev.jcompose.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** A streamed body: what was written since the last flush leaves as one chunk; large writes leave at once. */
final class ChunkedOutput extends OutputStream {
    private static final int BUFFER_BYTES = 32 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final WritableByteChannel channel;
    private final boolean framed;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int count;

    /**
     * @param framed false for a client of HTTP/1.0, which reads until the connection closes
     */
    ChunkedOutput(WritableByteChannel channel, boolean framed) {
        this.channel = channel;
        this.framed = framed;
    }

    @Override
    public void write(int b) throws IOException {
        if (count == buffer.length) {
            flush();
        }
        buffer[count++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        if (length > buffer.length - count) {
            flush();
        }
        if (length > buffer.length) {
            send(ByteBuffer.wrap(source, offset, length));
            return;
        }
        System.arraycopy(source, offset, buffer, count, length);
        count += length;
    }

    @Override
    public void flush() throws IOException {
        if (count > 0) {
            int length = count;
            count = 0;
            send(ByteBuffer.wrap(buffer, 0, length));
        }
    }

    /** Sends what is left. Whether that was all is not known here: a handler that fails closes what it opened, too. */
    @Override
    public void close() throws IOException {
        flush();
    }

    /** Ends the body, so that the client knows it is complete. */
    void complete() throws IOException {
        flush();
        if (framed) {
            Exchange.writeFully(channel, ByteBuffer.wrap(LAST));
        }
    }

    private void send(ByteBuffer data) throws IOException {
        if (!framed) {
            Exchange.writeFully(channel, data);
            return;
        }
        byte[] size = Integer.toHexString(data.remaining()).getBytes(StandardCharsets.US_ASCII);
        var chunk = ByteBuffer.allocate(size.length + data.remaining() + 2 * CRLF.length);
        chunk.put(size).put(CRLF).put(data).put(CRLF).flip();
        Exchange.writeFully(channel, chunk);
    }
}
