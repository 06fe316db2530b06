package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.wire.DistributionJson;
import dev.jcompose.daemon.wire.ProgressJson;
import dev.jcompose.daemon.wire.RegistryAuthJson;
import dev.jcompose.runtime.image.ImageException;
import dev.jcompose.runtime.image.ImageName;
import dev.jcompose.runtime.image.ImageStore;
import dev.jcompose.runtime.image.RegistryCredentials;
import dev.jcompose.runtime.store.JsonObject;
import java.util.List;
import java.util.Map;

/** What concerns registries, apart from pulling: {@code push}, {@code /distribution}, {@code /auth}. */
public final class RegistryRoutes implements Route.Group {
    private final ImageStore images;
    private final Announcer announcer;

    public RegistryRoutes(ImageStore images, Announcer announcer) {
        this.images = images;
        this.announcer = announcer;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/images/{name...}/push", this::push)
                .add("GET", "/distribution/{name...}/json", this::distribution)
                .add("POST", "/auth", this::auth)
                .add("GET", "/images/search", call -> {
                    throw new HttpException(
                            501, "this engine does not search registries: look for images on the registry's own pages");
                });
    }

    /** Without a tag all tags of the repository go. */
    private void push(Call call) throws Exception {
        var name = ImageName.parse(call.path("name"));
        var credentials = credentials(call);
        String tag = call.query().text("tag");
        List<ImageName> wanted = tag.isEmpty() && name.tag().isEmpty()
                ? images.tagsOf(name)
                : List.of(tag.isEmpty() ? name : name.withTag(tag));
        if (wanted.isEmpty()) {
            throw new ImageException(
                    ImageException.Kind.NOT_FOUND,
                    "An image does not exist locally with the tag: " + name.familiarRepository());
        }
        ProgressStream.answer(call, progress -> {
            for (ImageName each : wanted) {
                var pushed = images.push(each, credentials, progress);
                progress.line(ProgressJson.pushed(each.tag().orElse(""), pushed));
                announcer.announce("image", "push", each.familiar(), Map.of("name", each.familiarRepository()));
            }
        });
    }

    private void distribution(Call call) throws Exception {
        var name = ImageName.parse(call.path("name"));
        try {
            call.respond(200, DistributionJson.of(images.inspectRemote(name, credentials(call))));
        } catch (ImageException e) {
            throw e.kind() == ImageException.Kind.ACCESS_DENIED
                    ? new HttpException(403, String.valueOf(e.getMessage()))
                    : e;
        }
    }

    private void auth(Call call) throws Exception {
        JsonObject body = call.json();
        RegistryCredentials credentials = RegistryAuthJson.credentials(body);
        try {
            images.login(RegistryAuthJson.registry(body), credentials);
        } catch (ImageException e) {
            throw e.kind() == ImageException.Kind.ACCESS_DENIED
                    ? new HttpException(401, String.valueOf(e.getMessage()))
                    : e;
        }
        call.respond(
                200,
                JsonObject.builder()
                        .put("Status", "Login Succeeded")
                        .put("IdentityToken", "")
                        .build());
    }

    private static RegistryCredentials credentials(Call call) {
        return RegistryAuthJson.parse(call.exchange().request().headers().first("X-Registry-Auth"));
    }
}
