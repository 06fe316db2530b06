package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.wire.CgroupVersion;
import dev.jcompose.daemon.wire.ContainerJson;
import dev.jcompose.daemon.wire.ContainerSize;
import dev.jcompose.daemon.wire.CreateJson;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.ContainerException;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.HostConfigJson;
import dev.jcompose.runtime.container.RemoveOptions;
import dev.jcompose.runtime.container.RemoveOptions.OwnVolumes;
import dev.jcompose.runtime.container.RemoveOptions.WhenRunning;
import dev.jcompose.runtime.container.Resources;
import dev.jcompose.runtime.container.RestartPolicy;
import dev.jcompose.runtime.container.RunState;
import dev.jcompose.runtime.container.WaitCondition;
import dev.jcompose.runtime.image.ImageStore;
import dev.jcompose.runtime.image.Platform;
import dev.jcompose.runtime.launch.WindowSize;
import dev.jcompose.runtime.network.NetworkService;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** {@code /containers}: what they are and how they fare. */
public final class ContainerRoutes implements Route.Group {
    private final Containers containers;
    private final NetworkService networks;
    private final ImageStore images;
    private final CgroupVersion cgroups;
    private final Announcer announcer;
    private final Clock clock;

    public ContainerRoutes(
            Containers containers,
            NetworkService networks,
            ImageStore images,
            CgroupVersion cgroups,
            Announcer announcer,
            Clock clock) {
        this.announcer = announcer;
        this.images = images;
        this.cgroups = cgroups;
        this.containers = containers;
        this.networks = networks;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/containers/json", this::list)
                .add("POST", "/containers/create", this::create)
                .add("POST", "/containers/prune", this::prune)
                .add("GET", "/containers/{id}/json", this::inspect)
                .add("POST", "/containers/{id}/start", this::start)
                .add("POST", "/containers/{id}/stop", this::stop)
                .add("POST", "/containers/{id}/restart", this::restart)
                .add("POST", "/containers/{id}/kill", this::kill)
                .add("POST", "/containers/{id}/pause", this::pause)
                .add("POST", "/containers/{id}/unpause", this::unpause)
                .add("POST", "/containers/{id}/rename", this::rename)
                .add("POST", "/containers/{id}/wait", this::await)
                .add("POST", "/containers/{id}/resize", this::resize)
                .add("POST", "/containers/{id}/update", this::update)
                .add("DELETE", "/containers/{id}", this::remove);
    }

    private Container container(Call call) throws IOException {
        return containers.get(call.path("id"));
    }

    private void list(Call call) throws IOException {
        var filters = new ContainerFilters(call.filters(), containers, networks);
        boolean all = call.query().flag("all");
        long limit = call.query().number("limit").orElse(-1L);
        Map<String, String> ids = networkIds();
        List<JsonObject> found = new ArrayList<>();
        for (Container container : containers.list()) {
            boolean shown = all
                    || limit > 0
                    || filters.choosesStates()
                    || container.state().isRunning();
            if (shown && filters.match(container)) {
                found.add(json(container, ids).summary(clock.instant(), size(call, container)));
            }
            if (limit > 0 && found.size() == limit) {
                break;
            }
        }
        call.respond(200, found);
    }

    private void inspect(Call call) throws IOException {
        Container container = container(call);
        call.respond(
                200,
                json(container, networkIds()).inspect(size(call, container), containers.layers(container), cgroups));
    }

    private ContainerJson json(Container container, Map<String, String> networkIds) {
        return new ContainerJson(
                container, networks.sandbox(container.id()), name -> networkIds.getOrDefault(name, ""));
    }

    private Map<String, String> networkIds() {
        var ids = new HashMap<String, String>();
        networks.list().forEach(network -> ids.put(network.name(), network.id()));
        return ids;
    }

    private Optional<ContainerSize> size(Call call, Container container) throws IOException {
        return call.query().flag("size") ? Optional.of(DiskUsage.of(images, container)) : Optional.empty();
    }

    private void create(Call call) throws IOException {
        Optional<String> name = call.query().get("name").filter(text -> !text.isEmpty());
        Optional<Platform> platform =
                call.query().get("platform").filter(text -> !text.isEmpty()).map(ContainerRoutes::platform);
        Container made = containers.create(CreateJson.request(call.json(), name, platform));
        call.respond(
                201,
                JsonObject.builder()
                        .put("Id", made.id())
                        .putStrings("Warnings", warnings(made, platform))
                        .build());
    }

    private List<String> warnings(Container made, Optional<Platform> asked) throws IOException {
        var actual = images.get(made.record().imageId()).platform();
        var host = Platform.host();
        boolean foreign = asked.isEmpty()
                && !(actual.os().equals(host.os()) && actual.architecture().equals(host.architecture()));
        return foreign
                ? List.of("The requested image's platform (" + actual + ") does not match the detected host platform ("
                        + host + ") and no specific platform was requested")
                : List.of();
    }

    private static Platform platform(String text) {
        try {
            return Platform.parse(text);
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, String.valueOf(e.getMessage()));
        }
    }

    private void start(Call call) throws Exception {
        containers.start(container(call));
        call.respond(204);
    }

    private void stop(Call call) throws Exception {
        containers.stop(container(call), seconds(call), signal(call));
        call.respond(204);
    }

    private void restart(Call call) throws Exception {
        containers.restart(container(call), seconds(call), signal(call));
        call.respond(204);
    }

    private static OptionalInt seconds(Call call) {
        return call.query().integer("t");
    }

    private static Optional<String> signal(Call call) {
        return call.query().get("signal").filter(text -> !text.isEmpty());
    }

    private void kill(Call call) throws Exception {
        try {
            containers.kill(container(call), call.query().text("signal"));
        } catch (ContainerException e) {
            String prefix = "cannot kill container: ";
            throw e.text().startsWith(prefix)
                    ? e
                    : new ContainerException(e.kind(), prefix + call.path("id") + ": " + e.text(), e);
        }
        call.respond(204);
    }

    private void pause(Call call) throws Exception {
        containers.pause(container(call));
        call.respond(204);
    }

    private void unpause(Call call) throws Exception {
        containers.unpause(container(call));
        call.respond(204);
    }

    private void rename(Call call) throws Exception {
        String name = call.query().text("name");
        if (name.isEmpty()) {
            throw new HttpException(400, "Neither old nor new names may be empty");
        }
        containers.rename(container(call), name);
        call.respond(204);
    }

    /** The head leaves before the wait begins to pass, so that the client knows that nothing is missed from then on. */
    private void await(Call call) throws Exception {
        Container container = container(call);
        WaitCondition condition = switch (call.query().text("condition")) {
            case "", "not-running" -> WaitCondition.NOT_RUNNING;
            case "next-exit" -> WaitCondition.NEXT_EXIT;
            case "removed" -> WaitCondition.REMOVED;
            default ->
                throw new HttpException(
                        400, "invalid condition: \"" + call.query().text("condition") + "\"");
        };
        CompletableFuture<RunState> reached = containers.whenReached(container, condition);
        call.exchange().cancelWhenClientLeaves();
        try (OutputStream out = call.exchange().stream(200, "application/json")) {
            RunState state = reached.get();
            out.write(JsonObject.builder()
                    .put("StatusCode", state.exitCode())
                    .build()
                    .toBytes());
        } finally {
            reached.cancel(false);
        }
    }

    private void resize(Call call) throws Exception {
        containers.resize(container(call), windowSize(call));
        call.respond(200);
    }

    static WindowSize windowSize(Call call) {
        int rows = call.query().integer("h").orElse(0);
        int columns = call.query().integer("w").orElse(0);
        try {
            return new WindowSize(rows, columns);
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, String.valueOf(e.getMessage()));
        }
    }

    /** What the request does not name stays as it is. */
    private void update(Call call) throws Exception {
        Container container = container(call);
        JsonObject change = call.json();
        var host = container.record().host();
        var merged = HostConfigJson.write(host).toBuilder();
        for (String name : change.names()) {
            boolean given = !(change.value(name).orElseThrow() instanceof Long number) || number != 0;
            if (given) {
                merged.putValueOf(change, name);
            }
        }
        var updated = HostConfigJson.read(merged.build());
        Resources resources = updated.resources();
        RestartPolicy policy =
                change.objectOrEmpty("RestartPolicy").stringOrEmpty("Name").isEmpty()
                        ? host.restartPolicy()
                        : updated.restartPolicy();
        containers.update(container, resources, policy);
        call.respond(200, JsonObject.builder().putNull("Warnings").build());
    }

    private void remove(Call call) throws Exception {
        containers.remove(
                container(call),
                new RemoveOptions(
                        call.query().flag("force") ? WhenRunning.KILL : WhenRunning.REFUSE,
                        call.query().flag("v") ? OwnVolumes.REMOVE : OwnVolumes.KEEP));
        call.respond(204);
    }

    private void prune(Call call) throws Exception {
        var filters = call.filters().only(java.util.Set.of("until", "label", "label!"));
        var until = TimePoint.of(filters, clock.instant());
        List<String> removed = new ArrayList<>();
        long reclaimed = 0;
        for (Container container : containers.list()) {
            boolean old = until.map(time -> container.record().created().isBefore(time))
                    .orElse(true);
            if (!container.state().isRunning()
                    && old
                    && filters.labels(container.record().config().labels())) {
                long bytes = DiskUsage.of(container.upper());
                containers.remove(container, new RemoveOptions(WhenRunning.REFUSE, OwnVolumes.KEEP));
                removed.add(container.id());
                reclaimed += bytes;
            }
        }
        announcer.announcePrune("container", reclaimed);
        call.respond(
                200,
                JsonObject.builder()
                        .putStrings("ContainersDeleted", removed)
                        .put("SpaceReclaimed", reclaimed)
                        .build());
    }
}
