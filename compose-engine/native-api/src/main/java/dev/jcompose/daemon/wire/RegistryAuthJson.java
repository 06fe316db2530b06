package dev.jcompose.daemon.wire;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.image.RegistryCredentials;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.Base64;
import java.util.Optional;

/** The header {@code X-Registry-Auth}: an {@code AuthConfig} of the Engine API as JSON in URL-safe base64. */
public final class RegistryAuthJson {
    private RegistryAuthJson() {}

    /** @throws HttpException 400 for what cannot be read; the message shows nothing of it */
    public static RegistryCredentials parse(Optional<String> header) {
        if (header.isEmpty() || header.get().isEmpty()) {
            return RegistryCredentials.anonymous();
        }
        try {
            var bytes = Base64.getUrlDecoder()
                    .decode(header.get().replace('+', '-').replace('/', '_').strip());
            return credentials(bytes.length == 0 ? JsonObject.empty() : JsonObject.parse(bytes));
        } catch (IllegalArgumentException | MalformedJsonException e) {
            throw new HttpException(400, "invalid X-Registry-Auth header: not an AuthConfig in URL-safe base64");
        }
    }

    /** The registry that an {@code AuthConfig} names: host and port. */
    public static String registry(JsonObject json) throws MalformedJsonException {
        var address = json.stringOrEmpty("serveraddress");
        var host = address.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return switch (host) {
            case "", "index.docker.io", "registry-1.docker.io" -> "docker.io";
            default -> host;
        };
    }

    /** Of an {@code AuthConfig}. */
    public static RegistryCredentials credentials(JsonObject json) throws MalformedJsonException {
        var identity = json.stringOrEmpty("identitytoken");
        if (!identity.isEmpty()) {
            return new RegistryCredentials.IdentityToken(identity);
        }
        var registry = json.stringOrEmpty("registrytoken");
        if (!registry.isEmpty()) {
            return new RegistryCredentials.RegistryToken(registry);
        }
        var user = json.stringOrEmpty("username");
        return user.isEmpty()
                ? RegistryCredentials.anonymous()
                : new RegistryCredentials.Password(user, json.stringOrEmpty("password"));
    }
}
