package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.netlink.Link;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.netlink.SubLink;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The host's devices that containers' macvlan and ipvlan devices are on top of. */
final class Parents {
    private final RouteNetlink route;
    private final int group;

    Parents(RouteNetlink route, int group) {
        this.route = route;
        this.group = group;
    }

    /**
     * Finds the parent of a network, or makes it: a tagged one where its own parent is there, and one that leads nowhere
     * where none was named.
     *
     * @return its index
     * @throws NetworkException INVALID when there is no such device
     */
    int ensure(Network network) throws IOException, NetworkException {
        var present = route.findLink(network.device());
        if (present.isEmpty()) {
            make(network);
            present = route.findLink(network.device());
        }
        var device = present.orElseThrow(() -> new ErrnoException("find " + network.device(), Errno.ENODEV));
        if (device.group() == group) {
            // A device that leads nowhere: with an address of its own the host would be on the containers' network.
            route.configure(
                    List.of(RouteNetlink.withoutLinkLocalAddress(device.index()), RouteNetlink.up(device.index())));
        }
        return device.index();
    }

    private void make(Network network) throws IOException, NetworkException {
        String name = network.device();
        if (ParentOptions.isIsolated(network)) {
            // Two ends that are both up: a device without a carrier would not even pass frames between containers.
            String other = "dp-" + name.substring(3);
            route.createPair(name, group, other);
            int far = route.findLink(other)
                    .orElseThrow(() -> new ErrnoException("find " + other, Errno.ENODEV))
                    .index();
            route.configure(List.of(RouteNetlink.withoutLinkLocalAddress(far), RouteNetlink.up(far)));
            return;
        }
        var tag = ParentOptions.tag(name);
        Optional<Link> below = tag.isPresent() ? route.findLink(ParentOptions.untagged(name)) : Optional.empty();
        if (tag.isEmpty() || below.isEmpty()) {
            throw new NetworkException(
                    Kind.INVALID,
                    "network " + network.name() + ": the parent interface " + name + " was not found on this host");
        }
        route.createSubLink(
                new RouteNetlink.SubLinkPlace(name, below.get().index(), group, Optional.empty(), 0),
                new SubLink.Vlan(tag.getAsInt()));
    }

    /** Takes the parent away if it was made here. */
    void remove(Network network) throws IOException {
        var present = route.findLink(network.device());
        if (present.isPresent() && present.get().group() == group) {
            route.deleteLink(present.get().index());
        }
    }
}
