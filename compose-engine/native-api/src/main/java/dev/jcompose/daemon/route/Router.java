package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.Exchange;
import dev.jcompose.daemon.http.Handler;
import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the route of a request: {@code [/v1.N]/path}. Whatever fails before an answer has begun is answered with a status
 * and {@code {"message": ...}}, as the Engine API has it.
 */
public final class Router implements Handler {
    private static final System.Logger LOG = System.getLogger(Router.class.getName());

    private record Entry(String method, PathPattern pattern, Route route) {}

    private final List<Entry> entries = new ArrayList<>();

    /**
     * Adds a route; among several that match, the first added wins.
     *
     * @param method {@code GET}; HEAD requests use it too unless they have a route of their own
     * @param pattern see {@link PathPattern}
     */
    public Router add(String method, String pattern, Route route) {
        entries.add(new Entry(method, new PathPattern(pattern), route));
        return this;
    }

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
        try {
            dispatch(exchange);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            fail(exchange, e);
        }
    }

    private void dispatch(Exchange exchange) throws Exception {
        var segments = PathPattern.segments(exchange.request().path());
        var version = ApiVersion.CURRENT;
        if (segments.getFirst().matches("v[0-9].*")) {
            version = ApiVersion.parse(segments.getFirst().substring(1));
            segments = segments.subList(1, segments.size());
        }
        var method = exchange.request().method();
        var found = find(method, segments);
        if (found.isEmpty() && method.equals("HEAD")) {
            found = find("GET", segments);
        }
        if (found.isEmpty()) {
            throw new HttpException(404, "page not found");
        }
        var route = found.get().getKey();
        route.handle(new Call(exchange, version, found.get().getValue()));
    }

    private Optional<Map.Entry<Route, Map<String, String>>> find(String method, List<String> segments) {
        for (var entry : entries) {
            if (entry.method.equals(method)) {
                var variables = entry.pattern.match(segments);
                if (variables.isPresent()) {
                    return Optional.of(Map.entry(entry.route, variables.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static void fail(Exchange exchange, Exception e) throws IOException {
        var request = exchange.request();
        if (exchange.isCommitted()) {
            // The client sees the answer cut off; why, only the log can tell.
            LOG.log(Level.DEBUG, () -> request.method() + " " + request.rawPath() + " ended early: " + e);
            if (e instanceof IOException io) {
                throw io;
            }
            throw new IOException("the answer could not be finished", e);
        }
        var failure = Failures.of(e);
        if (failure.status() >= 500) {
            var line = request.method() + " " + request.rawPath() + ": " + failure.message();
            if (Failures.isExplained(e)) {
                LOG.log(Level.INFO, line);
            } else {
                LOG.log(Level.WARNING, line, e);
            }
        }
        if (failure.status() == 304) {
            exchange.respond(304);
            return;
        }
        var body = JsonObject.builder().put("message", failure.message()).build();
        exchange.respond(failure.status(), "application/json", body.toBytes());
    }
}
