package dev.jcompose.daemon.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request and the one answer to it. Used by the connection's thread only. */
public final class Exchange {
    private final Request request;
    private final SocketChannel channel;
    private final ConnectionInput input;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private boolean committed;
    private boolean hijacked;
    private boolean keepAlive;
    private @Nullable ChunkedOutput streaming;

    Exchange(Request request, SocketChannel channel, ConnectionInput input) {
        this.request = request;
        this.channel = channel;
        this.input = input;
        this.keepAlive = request.keepAlive();
    }

    /** What the client asks for. */
    public Request request() {
        return request;
    }

    /** Sets a header of the answer to come. */
    public void header(String name, String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("line break in the value of header " + name);
        }
        headers.put(name, value);
    }

    /** Whether the status line is out, so that an error can no longer be told in it. */
    public boolean isCommitted() {
        return committed;
    }

    /** Answers with a whole body. A HEAD request gets its length only. */
    public void respond(int status, String contentType, byte[] body) throws IOException {
        header("Content-Type", contentType);
        header("Content-Length", Integer.toString(body.length));
        byte[] head = head(status);
        var message = ByteBuffer.allocate(head.length + (request.isHead() ? 0 : body.length));
        message.put(head);
        if (!request.isHead()) {
            message.put(body);
        }
        writeFully(channel, message.flip());
    }

    /** Answers without a body. */
    public void respond(int status) throws IOException {
        if (status >= 200 && status != 204 && status != 304) {
            header("Content-Length", "0");
        }
        writeFully(channel, ByteBuffer.wrap(head(status)));
    }

    /**
     * Answers with a body that is still being made. The head leaves at once; {@code flush} sends what was written since.
     * The body is complete when the handler returns; one that fails leaves it cut off, which clients notice.
     */
    public OutputStream stream(int status, String contentType) throws IOException {
        header("Content-Type", contentType);
        boolean framed = request.version() == 1;
        if (framed) {
            header("Transfer-Encoding", "chunked");
        } else {
            keepAlive = false;
        }
        writeFully(channel, ByteBuffer.wrap(head(status)));
        if (request.isHead()) {
            return OutputStream.nullOutputStream();
        }
        var output = new ChunkedOutput(channel, framed);
        streaming = output;
        return output;
    }

    /**
     * Leaves HTTP: {@code 101 UPGRADED} when the client asked for an upgrade, else {@code 200 OK}; both end the exchange
     * of messages on this connection.
     */
    public RawStream upgrade(String contentType) throws IOException {
        committed = true;
        hijacked = true;
        keepAlive = false;
        String head = request.wantsUpgrade()
                ? "HTTP/1.1 101 UPGRADED\r\nContent-Type: " + contentType
                        + "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n\r\n";
        writeFully(channel, ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        return new RawStream(channel, input);
    }

    /** Interrupts the calling thread when the client closes its end before the answer is complete. */
    public void cancelWhenClientLeaves() {
        Thread handler = Thread.currentThread();
        input.watch(handler::interrupt);
    }

    boolean keepAlive() {
        return keepAlive && committed && !hijacked;
    }

    /** The handler has returned: a streamed body is complete. */
    void complete() throws IOException {
        var output = streaming;
        if (output != null) {
            output.complete();
        }
    }

    void closeAfterwards() {
        keepAlive = false;
    }

    private byte[] head(int status) {
        if (committed) {
            throw new IllegalStateException("answered twice: " + request.method() + " " + request.rawPath());
        }
        committed = true;
        var head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!keepAlive) {
            head.append("Connection: close\r\n");
        } else if (request.version() == 0) {
            head.append("Connection: keep-alive\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 503 -> "Service Unavailable";
            case 505 -> "HTTP Version Not Supported";
            default -> "Status";
        };
    }
}
