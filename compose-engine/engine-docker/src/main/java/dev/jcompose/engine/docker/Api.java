package dev.jcompose.engine.docker;

import com.github.dockerjava.api.DockerClient;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.transport.EngineAddress;
import dev.jcompose.engine.docker.transport.EngineHttp;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.engine.docker.transport.EngineResponse;
import dev.jcompose.engine.docker.transport.RawStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Engine API of one engine in the version both sides speak, with failures in the port's terms. Two ways lead to it over
 * the same connections: docker-java's commands, and plain requests for what is read as a stream or what docker-java has no
 * field for.
 */
final class Api implements AutoCloseable {
    private static final Duration PING_LIMIT = Duration.ofSeconds(30);

    private final EngineHttp http;
    private final Optional<ApiVersion> fixed;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ApiVersion version;
    private volatile @Nullable DockerJava dockerJava;

    /** @param fixed version to speak without asking, as {@code DOCKER_API_VERSION} demands */
    Api(EngineHttp http, Optional<ApiVersion> fixed) {
        this.http = http;
        this.fixed = fixed;
    }

    EngineAddress address() {
        return http.address();
    }

    /** A docker-java command. */
    @FunctionalInterface
    interface Command<T> {
        T run(DockerClient client);
    }

    /** The version to speak: the engine's own, or the newest known here if that is older. Asked once. */
    ApiVersion version() throws EngineException, InterruptedException {
        ApiVersion known = version;
        if (known != null) {
            return known;
        }
        lock.lockInterruptibly();
        try {
            known = version;
            if (known == null) {
                known = fixed.isPresent() ? fixed.get() : negotiate();
                version = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private ApiVersion negotiate() throws EngineException, InterruptedException {
        var operation = Operation.of("reach the engine");
        try (var pong = http.send(EngineRequest.get("/_ping").within(PING_LIMIT))) {
            if (!pong.succeeded()) {
                throw Failures.refused(operation, pong);
            }
            var theirs = pong.header("Api-Version").flatMap(ApiVersion::parse);
            pong.finish();
            if (theirs.isEmpty() || theirs.get().compareTo(ApiVersion.OLDEST) < 0) {
                throw operation.failed(
                        Kind.UNSUPPORTED,
                        "what answers at " + address().text() + " speaks "
                                + theirs.map(v -> "Engine API " + v).orElse("no Engine API") + "; at least "
                                + ApiVersion.OLDEST + " is needed");
            }
            return theirs.get().compareTo(ApiVersion.NEWEST) > 0 ? ApiVersion.NEWEST : theirs.get();
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    /** Fails unless the engine speaks at least this version. */
    void require(ApiVersion needed, Operation operation, String feature) throws EngineException, InterruptedException {
        if (!version().atLeast(needed)) {
            throw operation.failed(
                    Kind.UNSUPPORTED,
                    feature + " needs Engine API " + needed + "; the engine at "
                            + address().text() + " speaks " + version());
        }
    }

    /** Runs a docker-java command. */
    <T> T run(Operation operation, Command<T> command) throws EngineException, InterruptedException {
        var client = dockerJava().client();
        try {
            return command.run(client);
        } catch (RuntimeException e) {
            throw Failures.thrown(operation, e);
        }
    }

    DockerJava dockerJava() throws EngineException, InterruptedException {
        DockerJava known = dockerJava;
        if (known != null) {
            return known;
        }
        var spoken = version();
        lock.lockInterruptibly();
        try {
            known = dockerJava;
            if (known == null) {
                known = new DockerJava(http, spoken);
                dockerJava = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Sends a request and returns a successful answer, which the caller closes. */
    EngineResponse open(Operation operation, EngineRequest request) throws EngineException, InterruptedException {
        try {
            var response = http.send(versioned(request));
            if (!response.succeeded()) {
                try (response) {
                    throw Failures.refused(operation, response);
                }
            }
            return response;
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    /** Sends a request and reads the JSON of its answer. */
    <T> T read(Operation operation, EngineRequest request, Function<JsonCursor, T> reader)
            throws EngineException, InterruptedException {
        try (var response = open(operation, request)) {
            T result = JsonCursor.read(response.body(), reader);
            response.finish();
            return result;
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    /** Sends a request of whose answer only success matters. */
    void call(Operation operation, EngineRequest request) throws EngineException, InterruptedException {
        try (var response = open(operation, request)) {
            response.finish();
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    /** Sends a request after which the connection belongs to the caller. */
    RawStream hijack(Operation operation, EngineRequest request) throws EngineException, InterruptedException {
        try {
            return http.hijack(versioned(request), response -> Failures.refused(operation, response));
        } catch (IOException e) {
            throw Failures.broken(operation, e);
        }
    }

    private EngineRequest versioned(EngineRequest request) throws EngineException, InterruptedException {
        return request.to("/v" + version() + request.target());
    }

    /** Encodes a value for a query or one segment of a path. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}
