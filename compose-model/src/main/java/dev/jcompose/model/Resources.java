package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Limits or reservations of {@code deploy.resources}.
 *
 * @param cpus 0 when not set
 * @param pids 0 when not set
 * @param extensions the {@code x-*} keys
 */
public record Resources(
        float cpus,
        Optional<ByteSize> memory,
        long pids,
        List<DeviceRequest> devices,
        List<GenericResource> genericResources,
        SequencedMap<String, Value> extensions) {
    public Resources {
        devices = List.copyOf(devices);
        genericResources = List.copyOf(genericResources);
        extensions = Copies.of(extensions);
    }
}
