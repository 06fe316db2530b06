package dev.jcompose.runtime.volume;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A volume that shall exist.
 *
 * @param name empty = anonymous: gets a name of 64 hex digits and the label that says so
 * @param driver only {@code local} (or empty, which means it)
 */
public record VolumeRequest(
        Optional<String> name,
        String driver,
        SequencedMap<String, String> labels,
        SequencedMap<String, String> options) {
    public VolumeRequest {
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
    }

    public static VolumeRequest named(String name) {
        return new VolumeRequest(Optional.of(name), "local", new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    public static VolumeRequest anonymous() {
        return new VolumeRequest(Optional.empty(), "local", new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    public VolumeRequest withLabels(Map<String, String> newLabels) {
        return new VolumeRequest(name, driver, new LinkedHashMap<>(newLabels), options);
    }
}
