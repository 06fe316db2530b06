package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.wire.ImageJson;
import dev.jcompose.daemon.wire.RegistryAuthJson;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageName;
import dev.jcompose.runtime.image.ImageStore;
import dev.jcompose.runtime.image.ImageUse;
import dev.jcompose.runtime.image.Platform;
import dev.jcompose.runtime.image.Progress;
import dev.jcompose.runtime.image.Removal;
import dev.jcompose.runtime.image.RemovalPolicy;
import dev.jcompose.runtime.image.RootfsImport;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code /images}. */
public final class ImageRoutes implements Route.Group {
    private static final Set<String> FILTERS =
            Set.of("reference", "label", "label!", "dangling", "before", "since", "until");

    private static final Set<String> PRUNE_FILTERS = Set.of("dangling", "label", "label!", "until");

    private final ImageStore images;
    private final ImageUse use;
    private final Announcer announcer;
    private final Clock clock;

    public ImageRoutes(ImageStore images, ImageUse use, Announcer announcer, Clock clock) {
        this.images = images;
        this.use = use;
        this.announcer = announcer;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/images/json", this::list)
                .add("POST", "/images/create", this::create)
                .add("POST", "/images/load", this::load)
                .add("POST", "/images/prune", this::prune)
                .add("GET", "/images/get", call -> save(call, call.query().all("names")))
                .add("GET", "/images/{name...}/json", this::inspect)
                .add(
                        "GET",
                        "/images/{name...}/history",
                        call -> call.respond(200, ImageJson.history(images.get(call.path("name")))))
                .add("GET", "/images/{name...}/get", call -> save(call, List.of(call.path("name"))))
                .add("POST", "/images/{name...}/tag", this::tag)
                .add("DELETE", "/images/{name...}", this::remove);
    }

    private void list(Call call) throws IOException {
        var filters = new ImageFilters(call.filters().only(FILTERS), images);
        List<JsonObject> found = new ArrayList<>();
        for (var image : images.list()) {
            if (filters.match(image)) {
                found.add(summary(filters.named(image), call.version()));
            }
        }
        call.respond(200, found);
    }

    private void inspect(Call call) throws IOException {
        var image = images.get(call.path("name"));
        var json = ImageJson.inspect(image, images.layerDirectories(image));
        call.respond(200, call.version().isAtLeast(44) ? json : ImageJson.withVirtualSize(json, image));
    }

    static JsonObject summary(Image image, ApiVersion version) {
        var json = ImageJson.summary(image);
        return version.isAtLeast(44) ? json : ImageJson.withVirtualSize(json, image);
    }

    private void create(Call call) throws Exception {
        var query = call.query();
        if (!query.text("fromImage").isEmpty()) {
            pull(call);
        } else if (query.text("fromSrc").equals("-")) {
            importRootfs(call);
        } else {
            throw new HttpException(400, "give fromImage to pull, or fromSrc=- with an archive in the body");
        }
    }

    private void pull(Call call) throws Exception {
        var name = ImageName.parse(call.query().text("fromImage"));
        var tag = call.query().text("tag");
        if (!tag.isEmpty()) {
            name = tag.contains(":") ? ImageName.parse(name.familiarRepository() + "@" + tag) : name.withTag(tag);
        }
        var wanted = name.withDefaultTag();
        var platform = platform(call);
        var credentials =
                RegistryAuthJson.parse(call.exchange().request().headers().first("X-Registry-Auth"));
        ProgressStream.answer(call, progress -> {
            var image = images.pull(wanted, platform, credentials, progress);
            announce("pull", wanted.familiar(), image);
        });
    }

    private void importRootfs(Call call) throws Exception {
        var query = call.query();
        Optional<ImageName> name = query.text("repo").isEmpty()
                ? Optional.empty()
                : Optional.of(
                        query.text("tag").isEmpty()
                                ? ImageName.parse(query.text("repo")).withDefaultTag()
                                : ImageName.parse(query.text("repo")).withTag(query.text("tag")));
        var config = ConfigChanges.apply(query.all("changes"));
        var options = new RootfsImport(
                name, config, query.text("message"), platform(call).orElseGet(Platform::host));
        ProgressStream.answer(call, progress -> {
            var image = images.importRootfs(call.body(), options);
            announce("import", image.id().toString(), image);
            progress.report(Progress.of(image.id().toString()));
        });
    }

    private void load(Call call) throws Exception {
        ProgressStream.answer(call, progress -> {
            for (var image : images.load(call.body(), news -> tellLoading(news, progress))) {
                announce("load", image.id().toString(), image);
            }
        });
    }

    /** What is loaded are lines of a stream; how it goes is left out when the client wants it so. */
    private static void tellLoading(Progress news, ProgressStream progress) {
        if (news.status().startsWith("Loaded image")) {
            progress.line(
                    JsonObject.builder().put("stream", news.status() + "\n").build());
        } else if (news.current().isPresent() && news.status().equals("Extracting")) {
            progress.report(new Progress(news.id(), "Loading layer", news.current(), news.total()));
        }
    }

    private void save(Call call, List<String> names) throws IOException {
        for (var name : names) {
            images.get(name); // before the answer begins
        }
        try (var out = call.exchange().stream(200, "application/x-tar")) {
            images.save(names, out);
        }
    }

    private void tag(Call call) throws IOException {
        var query = call.query();
        var target = ImageName.parse(query.text("repo"));
        target = query.text("tag").isEmpty() ? target.withDefaultTag() : target.withTag(query.text("tag"));
        images.tag(call.path("name"), target);
        announce("tag", target.familiar(), images.get(target.familiar()));
        call.respond(201);
    }

    private void remove(Call call) throws IOException {
        var policy = call.query().flag("force") ? RemovalPolicy.FORCE : RemovalPolicy.REFUSE_WHEN_IN_USE;
        var removals = images.remove(call.path("name"), policy, use);
        announce(removals);
        call.respond(200, removals.stream().map(ImageJson::removal).toList());
    }

    private void announce(List<Removal> removals) {
        for (var removal : removals) {
            switch (removal) {
                case Removal.Untagged untagged ->
                    announcer.announce("image", "untag", untagged.name(), Map.of("name", untagged.name()));
                case Removal.Deleted deleted ->
                    announcer.announce("image", "delete", deleted.digest().toString(), Map.of());
            }
        }
    }

    private void prune(Call call) throws IOException {
        var filters = call.filters().only(PRUNE_FILTERS);
        var until = TimePoint.of(filters, clock.instant());
        Predicate<Image> chosen = image -> filters.labels(image.config().labels())
                && until.map(limit -> image.created().orElse(Instant.EPOCH).isBefore(limit))
                        .orElse(true);
        var result =
                filters.flag("dangling", true) ? images.pruneDangling(use, chosen) : images.pruneUnused(use, chosen);
        announce(result.removals());
        announcer.announcePrune("image", result.reclaimedBytes());
        call.respond(
                200,
                JsonObject.builder()
                        .putEach("ImagesDeleted", result.removals(), ImageJson::removal)
                        .put("SpaceReclaimed", result.reclaimedBytes())
                        .build());
    }

    private static Optional<Platform> platform(Call call) {
        var text = call.query().text("platform");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Platform.parse(text));
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, String.valueOf(e.getMessage()));
        }
    }

    private void announce(String action, String actor, Image image) {
        var name = image.repoTags().isEmpty()
                ? image.id().toString()
                : image.repoTags().getFirst();
        announcer.announce("image", action, actor, Map.of("name", name));
    }
}
