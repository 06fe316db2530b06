package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A request for devices such as GPUs.
 *
 * @param count -1 is all; 0 when device ids are given or nothing is
 */
public record DeviceRequest(
        List<String> capabilities,
        Optional<String> driver,
        long count,
        List<String> deviceIds,
        SequencedMap<String, String> options) {
    public DeviceRequest {
        capabilities = List.copyOf(capabilities);
        deviceIds = List.copyOf(deviceIds);
        options = Copies.of(options);
    }
}
