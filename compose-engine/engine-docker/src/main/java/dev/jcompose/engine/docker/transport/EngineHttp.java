package dev.jcompose.engine.docker.transport;

import dev.jcompose.engine.docker.transport.EngineRequest.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A small HTTP/1.1 client for one engine. Safe for use by many threads; calls block, and are meant for virtual threads.
 *
 * <p>An interrupt of the calling thread ends the call with {@link java.nio.channels.ClosedByInterruptException}. Connections
 * are kept and reused; a request without side effects is sent again when a kept connection turns out to be dead.
 */
public final class EngineHttp implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int COPY_BUFFER = 64 * 1024;

    private final EngineAddress address;
    private final Connector connector;
    private final ConnectionPool pool = new ConnectionPool();

    public EngineHttp(EngineAddress address) {
        this(address, CONNECT_TIMEOUT);
    }

    /** @param connectTimeout limit for a TCP connection and for a TLS handshake */
    public EngineHttp(EngineAddress address, Duration connectTimeout) {
        this.address = address;
        this.connector = new Connector(address, connectTimeout);
    }

    public EngineAddress address() {
        return address;
    }

    /**
     * Sends a request and reads the head of its answer. The caller closes the answer.
     *
     * @throws EngineUnreachableException when no connection can be made
     * @throws java.net.SocketTimeoutException when the request's time is over
     */
    public EngineResponse send(EngineRequest request) throws IOException {
        var exchange = begin(request);
        try {
            var head = ResponseHead.read(exchange.connection().in());
            return respond(request, head, exchange);
        } catch (ConnectionEndedException e) {
            var explained = exchange.explain(ended(exchange, e)); // before ssh, which may still have to speak, is ended
            exchange.abandon();
            throw explained;
        } catch (IOException e) {
            exchange.abandon();
            throw exchange.explain(e);
        }
    }

    /**
     * Sends a request after which the engine hands over the raw connection.
     *
     * @param refused what to throw when the engine answers otherwise; the answer is closed afterwards
     */
    public <E extends Exception> RawStream hijack(EngineRequest request, Refusal<E> refused) throws IOException, E {
        var upgrade = request.hijack().header("Connection", "Upgrade").header("Upgrade", "tcp");
        var exchange = begin(upgrade);
        ResponseHead head;
        try {
            head = ResponseHead.read(exchange.connection().in());
        } catch (IOException e) {
            exchange.abandon();
            throw exchange.explain(e);
        }
        boolean unframed = !head.chunked() && head.contentLength().isEmpty();
        boolean raw = head.status() == 101 || (head.status() == 200 && unframed);
        if (raw) {
            exchange.handOver();
            return new RawStream(head, exchange.connection());
        }
        try (var response = respond(upgrade, head, exchange)) {
            throw refused.of(response);
        }
    }

    /** Makes an exception of an answer that is not the expected one. */
    @FunctionalInterface
    public interface Refusal<E extends Exception> {
        E of(EngineResponse response) throws IOException;
    }

    private Exchange begin(EngineRequest request) throws IOException {
        var kept = pool.take();
        if (kept.isPresent()) {
            var exchange = new Exchange(request, kept.get(), address.text(), pool);
            try {
                write(request, exchange);
                if (!request.repeatable() || answerBegins(exchange)) {
                    return exchange;
                }
            } catch (IOException e) {
                exchange.abandon();
                if (!request.repeatable()) {
                    throw exchange.explain(e);
                }
            }
            exchange.abandon();
        }
        var exchange = new Exchange(request, pool.opened(connector.open()), address.text(), pool);
        try {
            write(request, exchange);
            return exchange;
        } catch (IOException e) {
            exchange.abandon();
            throw exchange.explain(e);
        }
    }

    /** Waits for the first byte without taking it. */
    private static boolean answerBegins(Exchange exchange) throws IOException {
        InputStream in = exchange.connection().in();
        in.mark(1);
        int first = in.read();
        in.reset();
        return first >= 0;
    }

    private EngineResponse respond(EngineRequest request, ResponseHead head, Exchange exchange) throws IOException {
        return new EngineResponse(
                head, body(request, head, exchange.connection().in()), exchange);
    }

    private static BodyInput body(EngineRequest request, ResponseHead head, InputStream in) throws IOException {
        if (request.method().equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return new BodyInput.None();
        }
        if (head.chunked()) {
            return new BodyInput.Chunked(in);
        }
        var length = head.contentLength();
        return length.isPresent() ? new BodyInput.Fixed(in, length.getAsLong()) : new BodyInput.UntilClose(in);
    }

    private void write(EngineRequest request, Exchange exchange) throws IOException {
        var message = new ByteArrayOutputStream(512);
        message.writeBytes(head(request).getBytes(StandardCharsets.ISO_8859_1));
        switch (request.body()) {
            case Body.None() -> exchange.connection().out().write(message.toByteArray());
            case Body.Bytes bytes -> {
                message.writeBytes(bytes.content());
                exchange.connection().out().write(message.toByteArray());
            }
            case Body.Stream(InputStream content) -> {
                exchange.connection().out().write(message.toByteArray());
                // Written beside the reading of the answer: an engine may refuse, or report progress, before it has
                // all.
                Thread.ofVirtual().name("engine-upload").start(() -> upload(content, exchange));
            }
        }
    }

    private static void upload(InputStream content, Exchange exchange) {
        OutputStream out = exchange.connection().out();
        byte[] buffer = new byte[COPY_BUFFER];
        try (content) {
            while (true) {
                int count;
                try {
                    count = content.read(buffer);
                } catch (IOException e) {
                    exchange.bodyFailed(e);
                    return;
                }
                if (count < 0) {
                    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    return;
                }
                if (count > 0) {
                    var chunk = new ByteArrayOutputStream(count + 16);
                    chunk.writeBytes((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    chunk.write(buffer, 0, count);
                    chunk.writeBytes(new byte[] {'\r', '\n'});
                    out.write(chunk.toByteArray());
                }
            }
        } catch (IOException e) {
            // The engine stopped reading: its answer, which the caller is about to read, says why.
            return;
        }
    }

    private static String head(EngineRequest request) {
        var head = new StringBuilder(256)
                .append(request.method())
                .append(' ')
                .append(checked(request.target()))
                .append(" HTTP/1.1\r\n");
        line(head, "Host", "docker");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            line(head, header.getKey(), header.getValue());
        }
        switch (request.body()) {
            case Body.None() -> {
                if (request.method().equals("POST") || request.method().equals("PUT")) {
                    line(head, "Content-Length", "0");
                }
            }
            case Body.Bytes bytes -> line(head, "Content-Length", Integer.toString(bytes.content().length));
            case Body.Stream stream -> line(head, "Transfer-Encoding", "chunked");
        }
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(checked(name)).append(": ").append(checked(value)).append("\r\n");
    }

    /** A line break in a value would let it smuggle in headers of its own. */
    private static String checked(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("line break in a request: \"" + text.strip() + "\"");
        }
        return text;
    }

    private IOException ended(Exchange exchange, ConnectionEndedException e) {
        if (exchange.connection() instanceof ProcessConnection process) {
            String complaint = process.complaint();
            return new EngineUnreachableException(
                    EngineUnreachableException.Why.OTHER,
                    "Cannot connect to the Docker daemon at " + address.text() + ": ssh ended"
                            + (complaint.isEmpty() ? "" : ": " + complaint),
                    e);
        }
        return e;
    }

    /** Closes all connections: exchanges and raw streams under way end with an exception. */
    @Override
    public void close() {
        pool.close();
    }
}
