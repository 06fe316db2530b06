package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Requests about one repository at one registry, with what it takes to be let in: the first request that is refused brings
 * a challenge, the challenge a token, and the token serves until it is refused in turn.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a>
 */
final class RegistrySession {
    /** What for, which decides on the rights to ask for. */
    enum Purpose {
        PULL("pull"),
        PUSH("pull,push"),
        /** Only to see whether the registry lets somebody in. */
        LOGIN("");

        private final String actions;

        Purpose(String actions) {
            this.actions = actions;
        }

        String actions() {
            return actions;
        }
    }

    private static final int MAX_REDIRECTS = 5;
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final HttpClient http;
    private final RegistryEndpoint endpoint;
    private final ImageName name;
    private final RegistryCredentials credentials;
    private final Clock clock;
    private final Purpose purpose;
    private final AtomicReference<Optional<String>> authorization;

    RegistrySession(
            HttpClient http,
            RegistryEndpoint endpoint,
            ImageName name,
            RegistryCredentials credentials,
            Clock clock,
            Purpose purpose) {
        this.purpose = purpose;
        this.http = http;
        this.endpoint = endpoint;
        this.name = name;
        this.credentials = credentials;
        this.clock = clock;
        this.authorization = new AtomicReference<>(
                credentials instanceof RegistryCredentials.RegistryToken(String token)
                        ? Optional.of("Bearer " + token)
                        : Optional.empty());
    }

    ImageName name() {
        return name;
    }

    /**
     * Gets a document of the repository. The caller closes the body.
     *
     * @param what path below the repository: {@code manifests/1.2}
     * @return an answer with a status below 400, or 416
     * @throws ImageException if the registry refuses
     * @throws TransientFailure if another try may help
     */
    HttpResponse<InputStream> get(String what, Map<String, String> headers) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = exchange(endpoint.resolve(name.repository(), what), ANSWER, request -> {
            headers.forEach(request::header);
            request.GET();
        });
        return accepted(response, 416);
    }

    /** Whether the repository has the document. */
    boolean has(String what) throws IOException, InterruptedException {
        var response = exchange(
                endpoint.resolve(name.repository(), what),
                ANSWER,
                request -> request.method("HEAD", HttpRequest.BodyPublishers.noBody()));
        accepted(response, 404).body().close();
        return response.statusCode() < 400;
    }

    /**
     * Sends something to the repository.
     *
     * @param uri an absolute one that the registry gave, or one of {@link #resolve}
     * @param limit for the answer, sending included
     */
    HttpResponse<InputStream> send(URI uri, Duration limit, Consumer<HttpRequest.Builder> shape)
            throws IOException, InterruptedException {
        return accepted(exchange(uri, limit, shape), 0);
    }

    /** Asks for nothing but to be let in. */
    void enter() throws IOException, InterruptedException {
        send(endpoint.root(), ANSWER, HttpRequest.Builder::GET).body().close();
    }

    URI resolve(String what) {
        return endpoint.resolve(name.repository(), what);
    }

    private HttpResponse<InputStream> accepted(HttpResponse<InputStream> response, int also) throws IOException {
        if (response.statusCode() >= 400 && response.statusCode() != also) {
            throw RegistryFailures.of(response.uri(), response, name, purpose, clock);
        }
        return response;
    }

    private HttpResponse<InputStream> exchange(URI uri, Duration limit, Consumer<HttpRequest.Builder> shape)
            throws IOException, InterruptedException {
        Optional<String> shown = authorization.get();
        HttpResponse<InputStream> response = follow(uri, limit, shape, shown);
        if (response.statusCode() == 401) {
            Optional<String> renewed = authorize(response, shown);
            if (renewed.isPresent()) {
                response.body().close();
                return follow(uri, limit, shape, renewed);
            }
        }
        return response;
    }

    /** Follows redirects itself: to another origin the authorization must not go along (CVE-2020-15157). */
    private HttpResponse<InputStream> follow(
            URI start, Duration limit, Consumer<HttpRequest.Builder> shape, Optional<String> shown)
            throws IOException, InterruptedException {
        URI uri = start;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            var request = HttpRequest.newBuilder(uri).timeout(limit).header("User-Agent", "jcompose");
            shape.accept(request);
            if (sameOrigin(uri, endpoint.base())) {
                shown.ifPresent(value -> request.header("Authorization", value));
            }
            HttpResponse<InputStream> response = send(request.build());
            int status = response.statusCode();
            Optional<String> location = response.headers().firstValue("Location");
            boolean redirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
            if (!redirect || location.isEmpty()) {
                return response;
            }
            response.body().close();
            uri = redirected(uri, location.get());
        }
        throw new ImageException(Kind.REGISTRY_ERROR, start + " leads from one redirect to the next");
    }

    static URI redirected(URI from, String location) throws ImageException {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new ImageException(Kind.REGISTRY_ERROR, from + " redirects to what is no address: " + location, e);
        }
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        boolean downgrade = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
        if (!web || downgrade || to.getHost() == null) {
            throw new ImageException(Kind.REGISTRY_ERROR, from + " redirects to an address that is not safe: " + to);
        }
        return to;
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            URI shown = sameOrigin(request.uri(), endpoint.root()) ? endpoint.root() : request.uri();
            throw RegistryFailures.noAnswer(shown, e);
        }
    }

    /** What to show instead of {@code refused}; empty if there is nothing better. */
    private Optional<String> authorize(HttpResponse<InputStream> response, Optional<String> refused)
            throws IOException, InterruptedException {
        synchronized (authorization) {
            Optional<String> current = authorization.get();
            if (!current.equals(refused)) {
                return current; // another request was refused too, and has renewed it
            }
            Optional<String> renewed = answer(response.headers().allValues("WWW-Authenticate"));
            authorization.set(renewed);
            return renewed.equals(refused) ? Optional.empty() : renewed;
        }
    }

    private Optional<String> answer(List<String> headers) throws IOException, InterruptedException {
        for (String header : headers) {
            Optional<AuthChallenge> challenge = AuthChallenge.parse(header);
            if (challenge.isEmpty()) {
                continue;
            }
            switch (challenge.get().scheme()) {
                case "bearer" -> {
                    return Optional.of("Bearer "
                            + new TokenRequest(http, endpoint, name, credentials, purpose, clock)
                                    .fetch(challenge.get()));
                }
                case "basic" -> {
                    if (credentials instanceof RegistryCredentials.Password(String user, String password)) {
                        return Optional.of(basic(user, password));
                    }
                }
                default -> {
                    continue; // a scheme we do not have; another header may name one that we do
                }
            }
        }
        return Optional.empty();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equals(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && a.getPort() == b.getPort();
    }
}
