package dev.jcompose.engine.docker.transport;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One request to the engine.
 *
 * @param method HTTP method in capitals
 * @param target path and query, already percent-encoded, beginning with a slash
 * @param headers sent as given, beside those that the transport sets (Host, lengths, Connection)
 * @param body what is sent
 * @param ending what becomes of the connection once the engine has answered
 * @param timeout from the first byte sent to the last byte of the answer; absent for no limit
 */
public record EngineRequest(
        String method,
        String target,
        SequencedMap<String, String> headers,
        Body body,
        Ending ending,
        Optional<Duration> timeout) {

    public EngineRequest {
        headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
    }

    /** What follows the head of a request. */
    public sealed interface Body {
        /** Nothing. */
        record None() implements Body {}

        /** Bytes at hand, sent with their length. The array is not copied. */
        final class Bytes implements Body {
            private final byte[] content;

            public Bytes(byte[] content) {
                this.content = content;
            }

            byte[] content() {
                return content;
            }
        }

        /** Bytes of unknown number, sent chunked while the answer is awaited. The stream is closed in any case. */
        record Stream(InputStream content) implements Body {}
    }

    /** What becomes of the connection once the engine has answered. */
    public enum Ending {
        /** An ordinary answer; the connection can carry the next request. */
        RESPONSE,
        /** The engine hands over the raw connection (attach, exec): 101, or 200 from engines that ignore the upgrade. */
        HIJACK
    }

    public static EngineRequest get(String target) {
        return of("GET", target);
    }

    public static EngineRequest post(String target) {
        return of("POST", target);
    }

    public static EngineRequest of(String method, String target) {
        return new EngineRequest(
                method, target, new LinkedHashMap<>(), new Body.None(), Ending.RESPONSE, Optional.empty());
    }

    /** The same request to another target. */
    public EngineRequest to(String other) {
        return new EngineRequest(method, other, headers, body, ending, timeout);
    }

    public EngineRequest header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new EngineRequest(method, target, more, body, ending, timeout);
    }

    public EngineRequest body(Body replacement) {
        return new EngineRequest(method, target, headers, replacement, ending, timeout);
    }

    public EngineRequest json(String text) {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    public EngineRequest json(byte[] text) {
        return header("Content-Type", "application/json").body(new Body.Bytes(text));
    }

    public EngineRequest hijack() {
        return new EngineRequest(method, target, headers, body, Ending.HIJACK, timeout);
    }

    public EngineRequest within(Duration limit) {
        return new EngineRequest(method, target, headers, body, ending, Optional.of(limit));
    }

    /** Whether the request may be sent a second time when the first connection turned out to be dead. */
    boolean repeatable() {
        return (method.equals("GET") || method.equals("HEAD")) && !(body instanceof Body.Stream);
    }
}
