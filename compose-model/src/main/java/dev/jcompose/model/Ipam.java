package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Address plan of a network.
 *
 * @param extensions the {@code x-*} keys
 */
public record Ipam(
        Optional<String> driver,
        List<IpamPool> config,
        SequencedMap<String, String> options,
        SequencedMap<String, Value> extensions) {
    public Ipam {
        config = List.copyOf(config);
        options = Copies.of(options);
        extensions = Copies.of(extensions);
    }
}
