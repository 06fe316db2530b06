package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the token server that a registry names for a token: by GET, or by POST for those who logged in with
 * OAuth 2.
 *
 * @see <a href="https://distribution.github.io/distribution/spec/auth/oauth/">OAuth 2 token authentication</a>
 */
final class TokenRequest {
    private static final int MAX_ANSWER = 1 << 20;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http;
    private final RegistryEndpoint endpoint;
    private final ImageName name;
    private final RegistryCredentials credentials;
    private final RegistrySession.Purpose purpose;
    private final Clock clock;

    TokenRequest(
            HttpClient http,
            RegistryEndpoint endpoint,
            ImageName name,
            RegistryCredentials credentials,
            RegistrySession.Purpose purpose,
            Clock clock) {
        this.purpose = purpose;
        this.http = http;
        this.endpoint = endpoint;
        this.name = name;
        this.credentials = credentials;
        this.clock = clock;
    }

    String fetch(AuthChallenge challenge) throws IOException, InterruptedException {
        URI realm = realm(challenge);
        String scope = challenge.parameter("scope").orElseGet(this::ownScope);
        String service = challenge.parameter("service").orElse("");
        HttpRequest request = switch (credentials) {
            case RegistryCredentials.IdentityToken(String token) ->
                HttpRequest.newBuilder(realm)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .timeout(ANSWER)
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=refresh_token&refresh_token="
                                + encode(token)
                                + "&service=" + encode(service)
                                + (scope.isEmpty() ? "" : "&scope=" + encode(scope))
                                + "&client_id=jcompose"))
                        .build();
            case RegistryCredentials.Password(String user, String password) ->
                get(realm, service, scope, "&account=" + encode(user))
                        .header("Authorization", RegistrySession.basic(user, password))
                        .build();
            case RegistryCredentials.Anonymous _, RegistryCredentials.RegistryToken _ ->
                get(realm, service, scope, "").build();
        };
        return token(request);
    }

    private String ownScope() {
        return purpose == RegistrySession.Purpose.LOGIN
                ? ""
                : "repository:" + name.repository() + ":" + purpose.actions();
    }

    private static HttpRequest.Builder get(URI realm, String service, String scope, String more) {
        String query = "service=" + encode(service) + (scope.isEmpty() ? "" : "&scope=" + encode(scope)) + more;
        return HttpRequest.newBuilder(URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query))
                .timeout(ANSWER)
                .GET();
    }

    private String token(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response;
        try {
            response = http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw RegistryFailures.noAnswer(request.uri(), e);
        }
        if (response.statusCode() != 200) {
            throw RegistryFailures.of(request.uri(), response, name, purpose, clock);
        }
        try (InputStream body = response.body()) {
            JsonObject answer = JsonObject.parse(body.readNBytes(MAX_ANSWER));
            Optional<String> token = answer.string("token");
            if (token.isEmpty()) {
                token = answer.string("access_token");
            }
            return token.filter(t -> !t.isEmpty() && t.chars().noneMatch(c -> c < ' '))
                    .orElseThrow(() -> new ImageException(
                            Kind.REGISTRY_ERROR,
                            "the token server " + request.uri().getHost() + " sent no token"));
        } catch (MalformedJsonException e) {
            throw new ImageException(
                    Kind.REGISTRY_ERROR,
                    "the token server " + request.uri().getHost() + " sent no token but something else: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Credentials go only where nobody can read along: to https, or to the very host that is spoken to in plain http. */
    private URI realm(AuthChallenge challenge) throws ImageException {
        String text = challenge.parameter("realm").orElse("");
        URI realm;
        try {
            realm = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ImageException(Kind.REGISTRY_ERROR, "the registry names no token server: '" + text + "'", e);
        }
        boolean secure = "https".equals(realm.getScheme());
        boolean sameHost = realm.getHost() != null
                && realm.getHost().equals(endpoint.base().getHost())
                && "http".equals(realm.getScheme())
                && "http".equals(endpoint.base().getScheme());
        if (realm.getHost() == null || !(secure || sameHost)) {
            throw new ImageException(
                    Kind.REGISTRY_ERROR, "the registry names a token server that is not safe to ask: '" + text + "'");
        }
        return realm;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
