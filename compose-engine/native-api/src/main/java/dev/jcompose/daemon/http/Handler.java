package dev.jcompose.daemon.http;

import java.io.IOException;

/** Answers one request. Runs on the connection's own virtual thread; interrupted when the server closes. */
@FunctionalInterface
public interface Handler {
    /**
     * Reads {@code exchange.request()} and answers through {@code exchange} exactly once.
     *
     * @throws HttpException before anything was answered: sent as status and text
     * @throws IOException when the client is gone
     */
    void handle(Exchange exchange) throws IOException, InterruptedException;
}
