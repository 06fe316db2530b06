package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How a service is connected to a network: {@code services.*.networks.*}.
 *
 * @param written whether the file has anything under the network, be it only {@code {}}
 * @param gatewayPriority the highest gives the default gateway
 * @param priority the highest is connected first
 * @param extensions the {@code x-*} keys
 */
public record NetworkAttachment(
        boolean written,
        List<String> aliases,
        SequencedMap<String, String> driverOpts,
        int gatewayPriority,
        Optional<String> interfaceName,
        Optional<String> ipv4Address,
        Optional<String> ipv6Address,
        List<String> linkLocalIps,
        Optional<String> macAddress,
        int priority,
        SequencedMap<String, Value> extensions) {
    public NetworkAttachment {
        aliases = List.copyOf(aliases);
        driverOpts = Copies.of(driverOpts);
        linkLocalIps = List.copyOf(linkLocalIps);
        extensions = Copies.of(extensions);
    }

    /** An attachment that says nothing but that there is one. */
    public static final NetworkAttachment PLAIN = new NetworkAttachment(
            false,
            List.of(),
            new LinkedHashMap<>(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            0,
            new LinkedHashMap<>());
}
