package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says what went wrong with a registry in the words that people know from Docker. */
final class RegistryFailures {
    private static final int MAX_ERROR_BODY = 64 << 10;

    private RegistryFailures() {}

    /** A request that got no answer: final where another try would only take time, else a {@link TransientFailure}. */
    static IOException noAnswer(URI uri, IOException e) {
        String address = uri.getHost() + ":" + (uri.getPort() >= 0 ? uri.getPort() : defaultPort(uri));
        String operation = "Get \"" + uri + "\": ";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return unreachable(operation + "dial tcp: lookup " + uri.getHost() + ": no such host", e);
            }
            if (cause instanceof SSLException) {
                return unreachable(operation + "tls: " + cause.getMessage(), e);
            }
        }
        if (e instanceof HttpConnectTimeoutException) {
            return unreachable(operation + "dial tcp " + address + ": i/o timeout", e);
        }
        if (e instanceof ConnectException) {
            String reason = e.getMessage() == null || e.getMessage().isEmpty() ? "connection refused" : e.getMessage();
            return unreachable(
                    operation + "dial tcp " + address + ": connect: " + reason.toLowerCase(java.util.Locale.ROOT), e);
        }
        String reason = e instanceof HttpTimeoutException ? "no answer in time" : String.valueOf(e.getMessage());
        return new TransientFailure(unreachable(operation + reason, e), Optional.empty());
    }

    private static ImageException unreachable(String message, Throwable cause) {
        return new ImageException(Kind.REGISTRY_UNREACHABLE, message, cause);
    }

    private static int defaultPort(URI uri) {
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** The failure that a status of 400 or more means; the body is read and closed. */
    static IOException of(
            URI uri,
            HttpResponse<java.io.InputStream> response,
            ImageName name,
            RegistrySession.Purpose purpose,
            Clock clock) {
        int status = response.statusCode();
        String said = message(response);
        String shown = name.familiar();
        return switch (status) {
            case 401, 403 ->
                new ImageException(
                        Kind.ACCESS_DENIED,
                        denied(uri, name, purpose)
                                + (said.isEmpty() ? "requested access to the resource is denied" : said));
            case 404 ->
                new ImageException(
                        Kind.NOT_FOUND,
                        "manifest for " + shown + " not found: manifest unknown" + (said.isEmpty() ? "" : ": " + said));
            case 429 ->
                new TransientFailure(
                        new ImageException(
                                Kind.RATE_LIMITED,
                                "toomanyrequests: " + uri.getHost() + " limits how often images are pulled"
                                        + (said.isEmpty() ? "" : ": " + said)),
                        retryAfter(response, clock));
            default -> unexpected(uri, response, said, clock);
        };
    }

    private static String denied(URI uri, ImageName name, RegistrySession.Purpose purpose) {
        return switch (purpose) {
            case PULL ->
                "pull access denied for " + name.familiarRepository()
                        + ", repository does not exist or may require 'docker login': denied: ";
            case LOGIN -> "Get \"" + uri + "\": unauthorized: ";
            case PUSH -> "push access denied for " + name.familiarRepository() + ": denied: ";
        };
    }

    private static IOException unexpected(URI uri, HttpResponse<?> response, String said, Clock clock) {
        int status = response.statusCode();
        var failure = new ImageException(
                Kind.REGISTRY_ERROR,
                "received unexpected HTTP status " + status + " for " + uri + (said.isEmpty() ? "" : ": " + said));
        boolean mayPass = status >= 500 || status == 408;
        return mayPass ? new TransientFailure(failure, retryAfter(response, clock)) : failure;
    }

    /** Seconds or a date (RFC 9110). */
    private static Optional<Duration> retryAfter(HttpResponse<?> response, Clock clock) {
        Optional<String> header = response.headers().firstValue("Retry-After").map(String::strip);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        if (header.get().matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.get())));
        }
        try {
            var date = ZonedDateTime.parse(header.get(), DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), date.toInstant());
            return wait.isNegative() ? Optional.empty() : Optional.of(wait);
        } catch (DateTimeException e) {
            return Optional.empty(); // not understood: wait as if nothing was asked for
        }
    }

    /** The messages of an answer {@code {"errors":[{"code":..,"message":..}]}}; empty if it is something else. */
    private static String message(HttpResponse<java.io.InputStream> response) {
        try (var body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_ERROR_BODY);
            if (bytes.length == 0) {
                return "";
            }
            List<JsonObject> errors = JsonObject.parse(bytes).objects("errors");
            var text = new StringBuilder();
            for (JsonObject error : errors) {
                text.append(text.isEmpty() ? "" : "; ").append(error.stringOrEmpty("message"));
            }
            return text.toString();
        } catch (MalformedJsonException e) {
            return ""; // a proxy's page or such; the status says enough
        } catch (IOException e) {
            return "";
        }
    }
}
