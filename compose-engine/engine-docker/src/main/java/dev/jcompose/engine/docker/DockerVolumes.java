package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Volumes;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ObservedVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Volumes of an engine that speaks the Docker Engine API. */
final class DockerVolumes implements Volumes {
    private final Api api;

    DockerVolumes(Api api) {
        this.api = api;
    }

    @Override
    public List<ObservedVolume> list() throws EngineException, InterruptedException {
        return api.read(Operation.of("list volumes"), EngineRequest.get("/volumes"), cursor -> {
            var volumes = new ArrayList<ObservedVolume>();
            cursor.object(field -> {
                if (field.equals("Volumes")) {
                    cursor.array(() -> volumes.add(volume(cursor)));
                }
            });
            return List.copyOf(volumes);
        });
    }

    private static ObservedVolume volume(JsonCursor cursor) {
        var found = new Object() {
            String name = "";
            String driver = "";
            SequencedMap<String, String> labels = Copies.of(Map.of());
        };
        cursor.object(field -> {
            switch (field) {
                case "Name" -> found.name = cursor.text();
                case "Driver" -> found.driver = cursor.text();
                case "Labels" -> found.labels = cursor.textMap();
                default -> {}
            }
        });
        return new ObservedVolume(found.name, found.driver, found.labels);
    }

    @Override
    public void create(VolumeSpec spec) throws EngineException, InterruptedException {
        api.run(Operation.on("create volume", spec.name()), client -> {
            var command = client.createVolumeCmd()
                    .withName(spec.name())
                    .withLabels(spec.labels())
                    .withDriverOpts(spec.volume().driverOpts());
            spec.volume().driver().ifPresent(command::withDriver);
            return command.exec();
        });
    }

    @Override
    public void remove(String name) throws EngineException, InterruptedException {
        api.run(Operation.on("remove volume", name), client -> {
            client.removeVolumeCmd(name).exec();
            return name;
        });
    }
}
