package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.netlink.NetlinkConnection.Request;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/** The devices of a container's namespace, what ties them to those of the host, and the way out through them. */
final class Cables {
    private final HostStack host;
    private final NetworkNamespace namespace;
    private final RouteNetlink route;

    /** @param route of the container's namespace */
    Cables(HostStack host, NetworkNamespace namespace, RouteNetlink route) {
        this.host = host;
        this.namespace = namespace;
        this.route = route;
    }

    /**
     * Makes the endpoint's interface and gives it its addresses.
     *
     * @param device of the host: the bridge, from which a cable is laid, or the parent, on top of which it is made
     */
    void plug(Network network, Endpoint endpoint, int device) throws IOException {
        int mtu = Integer.parseInt(network.options().getOrDefault(BridgeOptions.MTU, "0"));
        if (network.driver() == Driver.BRIDGE) {
            host.route()
                    .createVeth(new RouteNetlink.VethPair(
                            endpoint.hostInterface(),
                            host.identity().group(),
                            device,
                            namespace,
                            endpoint.interfaceName(),
                            endpoint.mac().orElseThrow(),
                            mtu));
        } else {
            // Without a group: it is in the container's namespace, and goes with that.
            host.route()
                    .createSubLink(
                            new RouteNetlink.SubLinkPlace(
                                    endpoint.interfaceName(), device, 0, Optional.of(namespace), mtu),
                            ParentOptions.link(network, endpoint));
        }
        address(endpoint);
        if (network.driver() == Driver.BRIDGE) {
            host.route().activatePort(endpoint.hostInterface(), endpoint.mac().orElseThrow());
        }
    }

    private void address(Endpoint endpoint) throws IOException {
        int device = device(endpoint.interfaceName());
        var requests = new ArrayList<Request>();
        if (endpoint.ipv6().isEmpty()) {
            requests.add(RouteNetlink.withoutLinkLocalAddress(device));
        }
        endpoint.ipv4().ifPresent(ip -> requests.add(RouteNetlink.address(device, ip.address(), ip.prefix())));
        endpoint.ipv6().ifPresent(ip -> requests.add(RouteNetlink.address(device, ip.address(), ip.prefix())));
        requests.add(RouteNetlink.up(device));
        route.configure(requests);
    }

    private int device(String name) throws IOException {
        return route.findLink(name)
                .orElseThrow(() -> new ErrnoException("find " + name + " in the container", Errno.ENODEV))
                .index();
    }

    /** Takes the cable or the device away, if it is there. */
    void unplug(Endpoint endpoint) throws IOException {
        if (endpoint.hostInterface().isEmpty()) {
            var own = route.findLink(endpoint.interfaceName());
            if (own.isPresent()) {
                route.deleteLink(own.get().index());
            }
            return;
        }
        var link = host.route().findLink(endpoint.hostInterface());
        if (link.isPresent()) {
            host.route().deleteLink(link.get().index());
        }
    }

    /**
     * Sets the default routes through the endpoints that give them.
     *
     * @param routed of a network whose parent routes
     */
    void route(Collection<Endpoint> endpoints, Predicate<Endpoint> routed) throws IOException {
        var requests = new ArrayList<Request>();
        for (var family : Family.values()) {
            var endpoint = Gateways.route(endpoints, family, routed);
            if (endpoint.isPresent()) {
                int device = device(endpoint.get().interfaceName());
                requests.add(Gateways.address(endpoint.get(), family)
                        .map(gateway -> RouteNetlink.defaultRoute(device, gateway))
                        .orElseGet(() -> RouteNetlink.defaultRoute(device, family.protocolFamily())));
            }
        }
        route.configure(requests);
    }
}
