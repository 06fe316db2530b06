package dev.jcompose.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.transport.EngineResponse;
import dev.jcompose.engine.docker.transport.EngineUnreachableException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;

/** Turns the engine's refusals and the transport's failures into the port's exceptions. */
final class Failures {
    private Failures() {}

    /** An answer that is not one of success; it is read and closed. */
    static EngineException refused(Operation operation, EngineResponse response) throws IOException {
        int status = response.status();
        return operation.failed(kind(status), words(response.text(), status));
    }

    /** A failure of the transport. An interrupt comes out as what it is. */
    static EngineException broken(Operation operation, IOException failure) throws InterruptedException {
        if (failure instanceof ClosedByInterruptException
                || Thread.currentThread().isInterrupted()) {
            Thread.interrupted();
            var interrupted =
                    new InterruptedException(operation.words() + " " + operation.resource() + ": interrupted");
            interrupted.initCause(failure);
            throw interrupted;
        }
        var kind = failure instanceof EngineUnreachableException unreachable
                        && unreachable.why() == EngineUnreachableException.Why.FORBIDDEN
                ? Kind.UNAUTHORIZED
                : Kind.UNAVAILABLE;
        String message = failure.getMessage();
        return operation.failed(kind, message == null ? failure.toString() : message, failure);
    }

    /** Whatever a docker-java command threw. */
    static EngineException thrown(Operation operation, RuntimeException failure) throws InterruptedException {
        if (failure instanceof DockerException refusal) {
            // The message is "Status 404: " and the body.
            String message = String.valueOf(refusal.getMessage());
            int body = message.indexOf(": ");
            int status = refusal.getHttpStatus();
            return operation.failed(
                    kind(status), words(body < 0 ? message : message.substring(body + 2), status), refusal);
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                return broken(operation, io);
            }
        }
        throw failure;
    }

    private static Kind kind(int status) {
        return switch (status) {
            case 304 -> Kind.NOT_MODIFIED;
            case 400 -> Kind.INVALID;
            case 401, 403 -> Kind.UNAUTHORIZED;
            case 404 -> Kind.NOT_FOUND;
            case 409 -> Kind.CONFLICT;
            case 405, 501 -> Kind.UNSUPPORTED;
            case 502, 504 -> Kind.UNAVAILABLE;
            default -> Kind.OTHER;
        };
    }

    /** The engine's own words: {@code message} of a JSON body, else the body. */
    static String words(String body, int status) {
        String text = body.strip();
        if (text.startsWith("{")) {
            try {
                String message = JsonCursor.read(text.getBytes(StandardCharsets.UTF_8), cursor -> {
                    var found = new StringBuilder();
                    cursor.object(name -> {
                        if (name.equals("message")) {
                            found.append(cursor.text());
                        }
                    });
                    return found.toString();
                });
                if (!message.isEmpty()) {
                    return message;
                }
            } catch (IOException e) {
                return text; // not JSON after all: the text itself is all there is
            }
        }
        return text.isEmpty() ? "the engine answered with status " + status + " and no words" : text;
    }
}
