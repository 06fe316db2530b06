package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One pool of an address plan.
 *
 * @param auxAddresses addresses by host name
 * @param extensions the {@code x-*} keys
 */
public record IpamPool(
        Optional<String> subnet,
        Optional<String> gateway,
        Optional<String> ipRange,
        SequencedMap<String, String> auxAddresses,
        SequencedMap<String, Value> extensions) {
    public IpamPool {
        auxAddresses = Copies.of(auxAddresses);
        extensions = Copies.of(extensions);
    }
}
