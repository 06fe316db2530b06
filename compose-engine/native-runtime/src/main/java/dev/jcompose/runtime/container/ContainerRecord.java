package dev.jcompose.runtime.container;

import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.store.JsonCodec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What a container is, apart from how it fares; kept on disk and replaced as a whole.
 *
 * @param id 64 hex digits
 * @param name without a slash
 * @param imageId digest of the image's configuration
 * @param config merged with that of the image
 * @param endpoints settings by name of the network, in the order of their interfaces
 */
public record ContainerRecord(
        String id,
        String name,
        Instant created,
        String imageId,
        ContainerConfig config,
        HostConfig host,
        List<MountPoint> mounts,
        List<EndpointSpec> endpoints) {
    public ContainerRecord {
        mounts = List.copyOf(mounts);
        endpoints = List.copyOf(endpoints);
    }

    /** The first twelve digits of the id. */
    public String shortId() {
        return id.substring(0, 12);
    }

    ContainerRecord withName(String newName) {
        return new ContainerRecord(id, newName, created, imageId, config, host, mounts, endpoints);
    }

    ContainerRecord withHost(HostConfig newHost) {
        return new ContainerRecord(id, name, created, imageId, config, newHost, mounts, endpoints);
    }

    ContainerRecord withEndpoints(List<EndpointSpec> newEndpoints) {
        return new ContainerRecord(id, name, created, imageId, config, host, mounts, newEndpoints);
    }

    static final JsonCodec<ContainerRecord> CODEC = new JsonCodec<>() {
        @Override
        public JsonObject toJson(ContainerRecord container) {
            return JsonObject.builder()
                    .put("Id", container.id)
                    .put("Name", container.name)
                    .put("Created", container.created)
                    .put("Image", container.imageId)
                    .put("Config", ContainerConfigJson.write(container.config))
                    .put("HostConfig", HostConfigJson.write(container.host))
                    .putEach("Mounts", container.mounts, MountPoint::toJson)
                    .putEach(
                            "Endpoints",
                            container.endpoints,
                            spec -> EndpointJson.write(spec).toBuilder()
                                    .put("Network", spec.network())
                                    .build())
                    .build();
        }

        @Override
        public ContainerRecord fromJson(JsonObject json) throws MalformedJsonException {
            var mounts = new ArrayList<MountPoint>();
            for (JsonObject mount : json.objects("Mounts")) {
                mounts.add(MountPoint.read(mount));
            }
            var endpoints = new ArrayList<EndpointSpec>();
            for (JsonObject endpoint : json.objects("Endpoints")) {
                endpoints.add(EndpointJson.read(endpoint.requireString("Network"), endpoint));
            }
            return new ContainerRecord(
                    json.requireString("Id"),
                    json.requireString("Name"),
                    json.time("Created").orElse(Instant.EPOCH),
                    json.requireString("Image"),
                    ContainerConfigJson.read(json.requireObject("Config")),
                    HostConfigJson.read(json.requireObject("HostConfig")),
                    mounts,
                    endpoints);
        }
    };

    /** Attributes of the container's events: its labels, image and name. */
    SequencedMap<String, String> eventAttributes() {
        var attributes = new TreeMap<String, String>(config.labels());
        attributes.put("image", config.image());
        attributes.put("name", name);
        return attributes;
    }
}
