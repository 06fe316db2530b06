package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A container port, published or not: {@code services.*.ports[]}.
 *
 * @param mode {@code ingress} or {@code host}
 * @param target container port, 1 to 65535
 * @param published host port, or a range of which the engine picks one; absent means any free port
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 * @param extensions the {@code x-*} keys
 */
public record Port(
        Optional<String> name,
        Optional<String> mode,
        Optional<String> hostIp,
        int target,
        Optional<String> published,
        Optional<String> protocol,
        Optional<String> appProtocol,
        SequencedMap<String, Value> extensions) {
    public Port {
        extensions = Copies.of(extensions);
    }
}
