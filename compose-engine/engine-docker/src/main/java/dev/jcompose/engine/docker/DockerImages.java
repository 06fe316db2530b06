package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.Images;
import dev.jcompose.engine.PullSink;
import dev.jcompose.engine.docker.config.RegistryCredential;
import dev.jcompose.engine.docker.config.RegistryCredentials;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.engine.docker.transport.EngineRequest.Body;
import dev.jcompose.planner.observed.ObservedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Images of an engine that speaks the Docker Engine API. */
final class DockerImages implements Images {
    private final Api api;
    private final RegistryCredentials credentials;

    DockerImages(Api api, RegistryCredentials credentials) {
        this.api = api;
        this.credentials = credentials;
    }

    @Override
    public List<ObservedImage> list() throws EngineException, InterruptedException {
        return api.read(Operation.of("list images"), EngineRequest.get("/images/json"), cursor -> {
            var images = new ArrayList<ObservedImage>();
            cursor.array(() -> {
                var image = ImageReader.listed(cursor);
                if (!image.tags().isEmpty()) {
                    images.add(image);
                }
            });
            return List.copyOf(images);
        });
    }

    @Override
    public Optional<ObservedImage> find(String reference) throws EngineException, InterruptedException {
        try {
            return Optional.of(api.read(
                    Operation.on("inspect image", reference),
                    EngineRequest.get("/images/" + path(reference) + "/json"),
                    ImageReader::inspected));
        } catch (EngineException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void pull(String reference, Optional<String> platform, PullSink sink)
            throws EngineException, InterruptedException {
        var operation = Operation.on("pull image", reference);
        var parts = ReferenceParts.of(reference);
        var query = Query.of("/images/create").with("fromImage", parts.name()).with("tag", parts.tagOrDigest());
        platform.ifPresent(p -> query.with("platform", p));
        var request = EngineRequest.post(query.target());
        var credential = credential(operation, reference);
        if (credential.isPresent()) {
            request = request.header("X-Registry-Auth", header(credential.get()));
        }
        Progress.follow(operation, api, request, sink);
    }

    private Optional<RegistryCredential> credential(Operation operation, String reference)
            throws EngineException, InterruptedException {
        try {
            return credentials.forImage(reference);
        } catch (IOException e) {
            throw operation.failed(Kind.UNAUTHORIZED, "no credentials: " + e.getMessage(), e);
        }
    }

    /** {@code AuthConfig} of the API as base64url. */
    private static String header(RegistryCredential credential) {
        String json = new JsonObject()
                .text("username", credential.user())
                .text("password", credential.password())
                .text("identitytoken", credential.identityToken())
                .text("registrytoken", credential.registryToken())
                .text("serveraddress", credential.registry())
                .json();
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void remove(String reference) throws EngineException, InterruptedException {
        api.run(Operation.on("remove image", reference), client -> {
            client.removeImageCmd(reference).exec();
            return reference;
        });
    }

    /** Loads what {@code docker save} or an OCI layout in a tar holds. The stream is closed. */
    void load(InputStream tar, PullSink sink) throws EngineException, InterruptedException {
        var request = EngineRequest.post("/images/load?quiet=0")
                .header("Content-Type", "application/x-tar")
                .body(new Body.Stream(tar));
        Progress.follow(Operation.of("load images"), api, request, sink);
    }

    /** Makes an image of a root file system. The stream is closed. */
    void importRootfs(InputStream tar, String reference, List<String> changes, PullSink sink)
            throws EngineException, InterruptedException {
        var parts = ReferenceParts.of(reference);
        var query = Query.of("/images/create")
                .with("fromSrc", "-")
                .with("repo", parts.name())
                .with("tag", parts.tagOrDigest());
        for (String change : changes) {
            query = query.with("changes", change);
        }
        var request = EngineRequest.post(query.target())
                .header("Content-Type", "application/x-tar")
                .body(new Body.Stream(tar));
        Progress.follow(Operation.on("import image", reference), api, request, sink);
    }

    /** The API's routes take the slashes of a reference as they are. */
    private static String path(String reference) {
        return Api.encode(reference).replace("%2F", "/");
    }
}
