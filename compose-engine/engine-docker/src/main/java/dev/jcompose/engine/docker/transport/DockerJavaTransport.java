package dev.jcompose.engine.docker.transport;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.jcompose.engine.docker.transport.EngineRequest.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets docker-java's commands travel over {@link EngineHttp}. */
public final class DockerJavaTransport implements DockerHttpClient {
    private final EngineHttp http;

    public DockerJavaTransport(EngineHttp http) {
        this.http = http;
    }

    /** @throws UncheckedIOException when the request or the head of its answer fails */
    @Override
    public Response execute(Request request) {
        var ours = translate(request);
        try {
            InputStream input = request.hijackedInput();
            if (input == null) {
                return new Plain(http.send(ours));
            }
            return hijack(ours, input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response hijack(EngineRequest request, InputStream input) throws IOException {
        try {
            var stream = http.hijack(request, Refused::new);
            Thread.ofVirtual().name("engine-stdin").start(() -> feed(input, stream));
            return new Hijacked(stream);
        } catch (Refused e) {
            return e;
        }
    }

    private static void feed(InputStream input, RawStream stream) {
        try {
            input.transferTo(stream.out());
            stream.endInput();
        } catch (IOException e) {
            // The container's input is closed on one of the two sides: there is nobody left to feed.
            return;
        }
    }

    private static EngineRequest translate(Request request) {
        byte[] bytes = request.bodyBytes();
        InputStream stream = request.body();
        Body body = bytes != null ? new Body.Bytes(bytes) : stream != null ? new Body.Stream(stream) : new Body.None();
        return new EngineRequest(
                request.method(),
                request.path(),
                new LinkedHashMap<>(request.headers()),
                body,
                EngineRequest.Ending.RESPONSE,
                Optional.empty());
    }

    @Override
    public void close() {
        http.close();
    }

    private record Plain(EngineResponse response) implements Response {
        @Override
        public int getStatusCode() {
            return response.status();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return response.headers();
        }

        @Override
        public InputStream getBody() {
            return response.body();
        }

        @Override
        public void close() {
            response.close();
        }
    }

    /** The engine's answer where it did not hand over the connection: an error, read whole. */
    private static final class Refused extends Exception implements Response {
        @Serial
        private static final long serialVersionUID = 1;

        private final int status;
        private final transient Map<String, List<String>> headers;
        private final byte[] body;

        Refused(EngineResponse response) throws IOException {
            super("status " + response.status());
            this.status = response.status();
            this.headers = response.headers();
            this.body = response.bytes();
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(body);
        }

        @Override
        public void close() {}
    }

    private record Hijacked(RawStream stream) implements Response {
        /** docker-java takes anything but success for an error, and has no word for 101. */
        @Override
        public int getStatusCode() {
            return 200;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return Map.of();
        }

        @Override
        public InputStream getBody() {
            return stream.in();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
