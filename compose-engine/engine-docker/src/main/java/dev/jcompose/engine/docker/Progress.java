package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.PullSink;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.json.JsonStream;
import dev.jcompose.engine.docker.transport.EngineRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/** The stream of messages with which an engine accompanies pulls, loads and imports; a failure is one of them. */
final class Progress {
    private final JsonCursor cursor;
    private String layer = "";
    private String status = "";
    private String text = "";
    private String error = "";
    private long current;
    private long total;

    private Progress(JsonCursor cursor) {
        this.cursor = cursor;
    }

    /** Sends a request and tells the sink each message until the engine is done. */
    static void follow(Operation operation, Api api, EngineRequest request, PullSink sink)
            throws EngineException, InterruptedException {
        try (var response = api.open(operation, request);
                var messages = new JsonStream(response.body())) {
            for (var message = messages.next(Progress::read);
                    message.isPresent();
                    message = messages.next(Progress::read)) {
                var progress = message.get();
                if (!progress.error.isEmpty()) {
                    throw operation.failed(kind(progress.error), progress.error);
                }
                String words = progress.status.isEmpty() ? progress.text.strip() : progress.status;
                sink.progress(progress.layer, words, progress.current, progress.total);
            }
        } catch (EngineException e) {
            throw e.kind() == Kind.OTHER ? operation.failed(kind(e.reason()), e.reason(), e) : e;
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    private static Progress read(JsonCursor cursor) {
        var progress = new Progress(cursor);
        cursor.object(progress::field);
        return progress;
    }

    private void field(String field) {
        switch (field) {
            case "id" -> layer = cursor.text();
            case "status" -> status = cursor.text();
            case "stream" -> text = cursor.text();
            case "error" -> error = cursor.text();
            case "errorDetail" ->
                cursor.object(inner -> {
                    if (inner.equals("message") && !cursor.text().isEmpty()) {
                        error = cursor.text();
                    }
                });
            case "progressDetail" ->
                cursor.object(inner -> {
                    switch (inner) {
                        case "current" -> current = cursor.number();
                        case "total" -> total = cursor.number();
                        default -> {}
                    }
                });
            default -> {}
        }
    }

    /** Engines pass a registry's trouble on in words only. */
    private static Kind kind(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (has(text, "unauthorized", "authentication required", "denied: ", "no basic auth credentials")) {
            return Kind.UNAUTHORIZED;
        }
        if (has(text, "not found", "manifest unknown", "does not exist", "no matching manifest", "name unknown")) {
            return Kind.NOT_FOUND;
        }
        if (has(text, "connection refused", "no such host", "timeout", "timed out", "i/o error", "unreachable")
                || has(text, "connection reset", "unexpected eof", "too many requests", "temporary failure")
                || has(text, "service unavailable", "bad gateway", "tls handshake")) {
            return Kind.UNAVAILABLE;
        }
        return Kind.OTHER;
    }

    private static boolean has(String text, String... signs) {
        return Stream.of(signs).anyMatch(text::contains);
    }
}
