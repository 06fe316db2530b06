package dev.jcompose.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Serves the requests of one client, one after the other. */
final class Connection implements Runnable {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String TEXT = "text/plain; charset=utf-8";

    private final SocketChannel channel;
    private final Handler handler;
    private final Limits limits;
    private final ConnectionInput input;

    Connection(SocketChannel channel, Handler handler, Limits limits) {
        this.channel = channel;
        this.handler = handler;
        this.limits = limits;
        this.input = new ConnectionInput(channel);
    }

    @Override
    public void run() {
        try (channel) {
            while (serveOne()) {}
        } catch (IOException | UncheckedIOException e) {
            // The client is gone or does not read any more: there is nobody to tell.
        }
    }

    /** Serves the next request; false when the connection has come to its end. */
    private boolean serveOne() throws IOException {
        Optional<Request> next;
        try {
            next = new RequestReader(input, limits).next(() -> Exchange.writeFully(channel, ByteBuffer.wrap(CONTINUE)));
        } catch (HttpException e) {
            refuse(e);
            return false;
        }
        if (next.isEmpty()) {
            return false;
        }
        Request request = next.get();
        var exchange = new Exchange(request, channel, input);
        try {
            handler.handle(exchange);
            exchange.complete();
        } catch (HttpException e) {
            if (exchange.isCommitted()) {
                return false;
            }
            exchange.closeAfterwards();
            exchange.respond(e.status(), TEXT, e.text().getBytes(StandardCharsets.UTF_8));
            return false;
        } catch (InterruptedException e) {
            return false;
        } catch (OutOfMemoryError e) {
            // Also the JDK's word for threads that the kernel does not make. Others are served on.
            if (!exchange.isCommitted()) {
                exchange.closeAfterwards();
                String text = "the engine lacks memory or threads: " + e.getMessage();
                exchange.respond(500, TEXT, text.getBytes(StandardCharsets.UTF_8));
            }
            return false;
        }
        return exchange.keepAlive() && drain(request.body());
    }

    /** Skips what is left of a body, so that the next request begins where it should. */
    private boolean drain(InputStream body) throws IOException {
        if (body instanceof ContinuedBody continued && !continued.asked()) {
            return false; // whether the client sends it nevertheless cannot be known
        }
        try {
            long left = limits.drainBytes();
            byte[] buffer = new byte[8192];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                left -= count;
                if (left < 0) {
                    return false;
                }
            }
            return true;
        } catch (HttpException e) {
            return false;
        }
    }

    private void refuse(HttpException e) throws IOException {
        byte[] body = e.text().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + e.status() + " Refused\r\nContent-Type: " + TEXT + "\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        Exchange.writeFully(channel, ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        Exchange.writeFully(channel, ByteBuffer.wrap(body));
    }
}
