package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A network: {@code networks.*}.
 *
 * @param key under {@code networks}
 * @param name in the engine
 * @param external whether it exists outside of the project
 * @param extensions the {@code x-*} keys
 */
public record Network(
        String key,
        String name,
        Optional<String> driver,
        SequencedMap<String, String> driverOpts,
        Optional<Ipam> ipam,
        boolean external,
        boolean internal,
        boolean attachable,
        SequencedMap<String, String> labels,
        Optional<Boolean> enableIpv4,
        Optional<Boolean> enableIpv6,
        SequencedMap<String, Value> extensions) {
    public Network {
        driverOpts = Copies.of(driverOpts);
        labels = Copies.of(labels);
        extensions = Copies.of(extensions);
    }
}
