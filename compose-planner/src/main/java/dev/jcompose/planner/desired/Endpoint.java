package dev.jcompose.planner.desired;

import dev.jcompose.model.value.Copies;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * How a container is attached to one network.
 *
 * @param network key of the network in the model
 * @param networkName the engine's name of it
 * @param aliases names it answers to there: container name, service, then the declared ones
 * @param links {@code container:alias} pairs
 * @param gatewayPriority the endpoint with the highest one gives the default route
 * @param interfaceName name of the interface inside the container
 */
public record Endpoint(
        String network,
        String networkName,
        List<String> aliases,
        List<String> links,
        Optional<String> ipv4,
        Optional<String> ipv6,
        List<String> linkLocalAddresses,
        Optional<String> macAddress,
        OptionalInt gatewayPriority,
        Optional<String> interfaceName,
        SequencedMap<String, String> driverOptions) {
    public Endpoint {
        aliases = List.copyOf(aliases);
        links = List.copyOf(links);
        linkLocalAddresses = List.copyOf(linkLocalAddresses);
        driverOptions = Copies.of(driverOptions);
    }

    /** An endpoint with nothing but its names. */
    public static Endpoint named(String network, String networkName, List<String> aliases) {
        return new Endpoint(
                network,
                networkName,
                aliases,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Copies.of(java.util.Map.of()));
    }
}
