package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.EndpointSpec.Link;
import dev.jcompose.runtime.network.dns.Forwarding;
import dev.jcompose.runtime.network.dns.Zone;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What one container knows: the names on the networks it is connected to at the moment of the query. */
final class ContainerZone implements Zone {
    private final Supplier<List<LiveNetwork>> networks;
    private final Function<LiveNetwork, List<Link>> links;
    private final Supplier<Forwarding> forwarding;

    /** @param links the container's own names for others on a network */
    ContainerZone(
            Supplier<List<LiveNetwork>> networks,
            Function<LiveNetwork, List<Link>> links,
            Supplier<Forwarding> forwarding) {
        this.networks = networks;
        this.links = links;
        this.forwarding = forwarding;
    }

    /** Tried whole first, then as {@code name.network}, split at each dot from the right. */
    @Override
    public Optional<List<InetAddress>> addresses(String name) {
        var known = networks.get();
        for (var network : known) {
            var addresses = addresses(network, name);
            if (!addresses.isEmpty()) {
                return Optional.of(addresses);
            }
        }
        for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            String host = name.substring(0, dot);
            String domain = name.substring(dot + 1);
            for (var network : known) {
                if (network.network().name().toLowerCase(Locale.ROOT).equals(domain)) {
                    var addresses = addresses(network, host);
                    if (!addresses.isEmpty()) {
                        return Optional.of(addresses);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What the name has there for everybody, or else for this container alone. */
    private List<InetAddress> addresses(LiveNetwork network, String name) {
        var addresses = new ArrayList<>(network.addresses(name));
        for (var link : links.apply(network)) {
            if (link.alias().toLowerCase(Locale.ROOT).equals(name)) {
                String target = link.container().matches("[0-9a-f]{64}")
                        ? link.container().substring(0, 12)
                        : link.container();
                addresses.addAll(network.addresses(target.toLowerCase(Locale.ROOT)));
            }
        }
        return addresses.stream().distinct().toList();
    }

    @Override
    public Optional<String> name(InetAddress address) {
        for (var network : networks.get()) {
            var name = network.nameOf(address);
            if (name.isPresent()) {
                return Optional.of(name.get() + "." + network.network().name());
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isOwn(InetAddress address) {
        return networks.get().stream()
                .flatMap(network -> network.network().pools().stream())
                .anyMatch(pool -> pool.subnet().contains(address));
    }

    @Override
    public Forwarding forwarding() {
        return forwarding.get();
    }
}
