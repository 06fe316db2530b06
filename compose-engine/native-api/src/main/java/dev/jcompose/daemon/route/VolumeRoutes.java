package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.VolumeJson;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.volume.Volume;
import dev.jcompose.runtime.volume.VolumeException;
import dev.jcompose.runtime.volume.VolumeRequest;
import dev.jcompose.runtime.volume.VolumeStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@code /volumes}. */
public final class VolumeRoutes implements Route.Group {
    private static final Set<String> FILTERS = Set.of("name", "label", "label!", "driver", "dangling");

    private final VolumeStore volumes;
    private final Function<String, List<String>> users;
    private final Announcer announcer;

    /** @param users ids of the containers, running or not, that use the volume of a name */
    public VolumeRoutes(VolumeStore volumes, Function<String, List<String>> users, Announcer announcer) {
        this.volumes = volumes;
        this.users = users;
        this.announcer = announcer;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/volumes", this::list)
                .add("POST", "/volumes/create", this::create)
                .add("POST", "/volumes/prune", this::prune)
                .add("GET", "/volumes/{name}", call -> call.respond(200, VolumeJson.of(volumes.get(call.path("name")))))
                .add("DELETE", "/volumes/{name}", this::remove);
    }

    private void list(Call call) throws IOException {
        var filters = call.filters().only(FILTERS);
        var found = volumes.list().stream()
                .filter(volume -> filters.isPartOf("name", volume.name())
                        && filters.is("driver", volume.driver())
                        && filters.labels(volume.labels())
                        && (!filters.has("dangling") || filters.flag("dangling", true) == unused(volume)))
                .toList();
        call.respond(
                200,
                JsonObject.builder()
                        .putEach("Volumes", found, VolumeJson::of)
                        .putNull("Warnings")
                        .build());
    }

    private void create(Call call) throws IOException {
        VolumeRequest request = VolumeJson.request(call.json());
        boolean existed = request.name().flatMap(volumes::find).isPresent();
        var volume = create(request);
        if (!existed) {
            announce("create", volume);
        }
        call.respond(201, VolumeJson.of(volume));
    }

    private Volume create(VolumeRequest request) throws IOException {
        try {
            return volumes.create(request);
        } catch (VolumeException e) {
            String name = request.name().orElse("");
            boolean named = name.isEmpty() || String.valueOf(e.getMessage()).startsWith("create ");
            throw named ? e : new VolumeException(e.kind(), "create " + name + ": " + e.getMessage());
        }
    }

    private void remove(Call call) throws IOException {
        var name = call.path("name");
        var volume = volumes.find(name);
        if (volume.isEmpty() && call.query().flag("force")) {
            call.respond(204);
            return;
        }
        volumes.remove(name, users.apply(name));
        volume.ifPresent(removed -> announce("destroy", removed));
        call.respond(204);
    }

    /** Without a filter only volumes that nobody named go, since version 1.42. */
    private void prune(Call call) throws IOException {
        var filters = call.filters().only(Set.of("all", "label", "label!"));
        boolean all = filters.flag("all", !call.version().isAtLeast(42));
        Map<String, Long> sizes = new HashMap<>();
        for (var volume : volumes.list()) {
            if (!keep(filters, volume)) {
                sizes.put(volume.name(), volumes.sizeOf(volume));
            }
        }
        var removed = all
                ? volumes.pruneAll(volume -> keep(filters, volume))
                : volumes.pruneAnonymous(volume -> keep(filters, volume));
        for (var volume : removed) {
            announce("destroy", volume);
        }
        long reclaimed = removed.stream()
                .mapToLong(volume -> sizes.getOrDefault(volume.name(), 0L))
                .sum();
        announcer.announcePrune("volume", reclaimed);
        call.respond(
                200,
                JsonObject.builder()
                        .putStrings(
                                "VolumesDeleted",
                                removed.stream().map(Volume::name).toList())
                        .put("SpaceReclaimed", reclaimed)
                        .build());
    }

    private boolean keep(Filters filters, Volume volume) {
        return !unused(volume) || !filters.labels(volume.labels());
    }

    private boolean unused(Volume volume) {
        return users.apply(volume.name()).isEmpty();
    }

    private void announce(String action, Volume volume) {
        announcer.announce("volume", action, volume.name(), Map.of("driver", volume.driver()));
    }
}
