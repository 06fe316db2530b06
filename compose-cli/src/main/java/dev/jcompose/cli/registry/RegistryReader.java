package dev.jcompose.cli.registry;

import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.config.RegistryCredential;
import dev.jcompose.engine.docker.config.RegistryCredentials;
import dev.jcompose.engine.docker.json.JsonCursor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads small documents from registries, with the credentials that Docker's settings have.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 */
public final class RegistryReader implements AutoCloseable {

    /** No honest manifest or Compose file is larger. */
    private static final int LARGEST = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MANIFESTS = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");
    private static final Pattern CHALLENGE = Pattern.compile("(?i)(basic|bearer)\\s+(.*)");
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

    private final HttpClient http;
    private final Map<String, String> environment;
    private final Set<String> insecure;

    /** @param environment of the user: {@code DOCKER_CONFIG}, {@code HOME}, {@code JCOMPOSE_INSECURE_REGISTRIES} */
    public RegistryReader(Map<String, String> environment) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.environment = Map.copyOf(environment);
        this.insecure = Set.of(environment
                .getOrDefault("JCOMPOSE_INSECURE_REGISTRIES", "")
                .strip()
                .split("\\s*,\\s*"));
    }

    /**
     * The complete name of an image with the digest that its registry has under it now; that of the index, where there are
     * images for several platforms. A name with a digest says everything already.
     *
     * @throws IOException when the registry does not have it, refuses it or does not answer
     */
    public String pin(String image) throws IOException, InterruptedException {
        RegistryName name = RegistryName.parse(image);
        return name.digest().isPresent()
                ? image
                : name.withDigest(digestOf(manifest(name))).toString();
    }

    byte[] manifest(RegistryName name) throws IOException, InterruptedException {
        return checked(get(name, "manifests/" + name.reference(), MANIFESTS), name.digest(), name);
    }

    byte[] blob(RegistryName name, String digest) throws IOException, InterruptedException {
        return checked(get(name, "blobs/" + digest, "*/*"), Optional.of(digest), name);
    }

    private static byte[] checked(byte[] bytes, Optional<String> digest, RegistryName name) throws IOException {
        if (digest.isPresent() && !digest.get().equals(digestOf(bytes))) {
            throw new IOException("the registry sent something else for " + name + " than " + digest.get());
        }
        return bytes;
    }

    static String digestOf(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private byte[] get(RegistryName name, String what, String accept) throws IOException, InterruptedException {
        URI uri = name.resolve(what, insecure);
        HttpResponse<InputStream> answer = ask(uri, accept, Optional.empty(), name);
        if (answer.statusCode() == 401) {
            Optional<String> authorization = authorization(answer, name);
            if (authorization.isPresent()) {
                answer.body().close();
                answer = ask(uri, accept, authorization, name);
            }
        }
        try (InputStream body = answer.body()) {
            int status = answer.statusCode();
            if (status == 401 || status == 403) {
                throw refused(name);
            }
            if (status == 404) {
                throw new IOException("registry " + name.host() + " does not have " + name);
            }
            if (status != 200) {
                throw new IOException("registry " + name.host() + " answered " + status + " for " + name);
            }
            byte[] bytes = body.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("registry " + name.host() + " sent more than " + LARGEST + " bytes for " + name);
            }
            return bytes;
        }
    }

    private static IOException refused(RegistryName name) {
        return new IOException(
                "registry " + name.host() + " refuses access to " + name + "; log in with docker login " + name.host());
    }

    private HttpResponse<InputStream> ask(URI uri, String accept, Optional<String> authorization, RegistryName name)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("User-Agent", "jcompose")
                .header("Accept", accept);
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException("registry " + name.host() + " cannot be reached: " + why, e);
        }
    }

    /** What the registry wants to be shown; empty when there is nothing to show. */
    private Optional<String> authorization(HttpResponse<InputStream> refused, RegistryName name)
            throws IOException, InterruptedException {
        Optional<String> basic = credential(name)
                .filter(c -> !c.user().isEmpty())
                .map(c -> (c.user() + ":" + c.password()).getBytes(StandardCharsets.UTF_8))
                .map(bytes -> "Basic " + Base64.getEncoder().encodeToString(bytes));
        for (String header : refused.headers().allValues("WWW-Authenticate")) {
            Matcher challenge = CHALLENGE.matcher(header);
            if (challenge.matches()) {
                return challenge.group(1).equalsIgnoreCase("basic")
                        ? basic
                        : Optional.of(token(challenge.group(2), basic, name));
            }
        }
        return Optional.empty();
    }

    private Optional<RegistryCredential> credential(RegistryName name) throws IOException, InterruptedException {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        var config = DockerConfig.load(DockerConfig.folder(environment, home));
        return new RegistryCredentials(config, environment).forImage(name.host() + "/" + name.repository());
    }

    private String token(String parameters, Optional<String> basic, RegistryName name)
            throws IOException, InterruptedException {
        String realm = "";
        var query = new StringBuilder("scope=" + encoded("repository:" + name.repository() + ":pull"));
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.find()) {
            switch (parameter.group(1)) {
                case "realm" -> realm = parameter.group(2);
                case "service" -> query.append("&service=").append(encoded(parameter.group(2)));
                default -> {}
            }
        }
        if (!realm.startsWith("https://") && !realm.startsWith("http://")) {
            throw new IOException("registry " + name.host() + " names no address that gives access to " + name);
        }
        URI uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
        HttpResponse<InputStream> answer = ask(uri, "application/json", basic, name);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(name);
            }
            Map<String, String> fields = JsonCursor.read(body.readNBytes(LARGEST), RegistryReader::texts);
            return "Bearer " + fields.getOrDefault("token", fields.getOrDefault("access_token", ""));
        }
    }

    private static Map<String, String> texts(JsonCursor cursor) {
        var fields = new LinkedHashMap<String, String>();
        cursor.object(name -> {
            if (List.of("token", "access_token").contains(name)) {
                fields.put(name, cursor.text());
            }
        });
        return fields;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
