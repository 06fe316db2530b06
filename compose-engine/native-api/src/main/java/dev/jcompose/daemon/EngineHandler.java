package dev.jcompose.daemon;

import dev.jcompose.daemon.http.Exchange;
import dev.jcompose.daemon.http.Handler;
import dev.jcompose.daemon.route.ApiVersion;
import dev.jcompose.daemon.wire.SystemJson;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts the headers of the Engine API on every answer, and knows whether anybody is being served. */
final class EngineHandler implements Handler {
    private final Handler routes;
    private final AtomicInteger running = new AtomicInteger();
    private volatile long lastEnd = System.nanoTime();

    EngineHandler(Handler routes) {
        this.routes = routes;
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        exchange.header("Api-Version", ApiVersion.CURRENT.toString());
        exchange.header("Docker-Experimental", "false");
        exchange.header("Ostype", "linux");
        exchange.header("Server", "jcompose/" + SystemJson.VERSION + " (linux)");
        running.incrementAndGet();
        try {
            routes.handle(exchange);
        } finally {
            running.decrementAndGet();
            lastEnd = System.nanoTime();
        }
    }

    /** Nanoseconds since the last request ended; 0 while one is being served. */
    long idleNanos() {
        return running.get() > 0 ? 0 : System.nanoTime() - lastEnd;
    }
}
