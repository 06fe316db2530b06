package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.CommitJson;
import dev.jcompose.runtime.container.CommitRequest;
import dev.jcompose.runtime.container.CommitRequest.WhileRunning;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageName;
import dev.jcompose.runtime.store.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /commit}: a container becomes an image. */
public final class CommitRoutes implements Route.Group {
    private final Containers containers;
    private final Announcer announcer;

    public CommitRoutes(Containers containers, Announcer announcer) {
        this.containers = containers;
        this.announcer = announcer;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/commit", this::commit);
    }

    private void commit(Call call) throws Exception {
        var query = call.query();
        Container container = containers.get(query.text("container"));
        JsonObject body = call.json();
        List<String> changes = query.all("changes");
        ConfigChanges.apply(changes); // for its complaints
        ImageConfig asked = CommitJson.config(body);
        Optional<ImageName> name = query.text("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(
                        query.text("tag").isEmpty()
                                ? ImageName.parse(query.text("repo")).withDefaultTag()
                                : ImageName.parse(query.text("repo")).withTag(query.text("tag")));
        var pause = query.get("pause").isEmpty() || query.flag("pause") ? WhileRunning.PAUSE : WhileRunning.GO_ON;
        Image image = containers.commit(
                container,
                new CommitRequest(
                        name,
                        query.text("author"),
                        query.text("comment"),
                        present -> ConfigChanges.apply(changes, CommitJson.over(asked, present)),
                        pause));
        name.ifPresent(
                given -> announcer.announce("image", "tag", image.id().toString(), Map.of("name", given.familiar())));
        call.respond(201, JsonObject.builder().put("Id", image.id().toString()).build());
    }
}
