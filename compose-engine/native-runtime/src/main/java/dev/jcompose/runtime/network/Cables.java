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

/** The virtual cables between a container's namespace and the bridges of the host, and the way out through them. */
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

    /** Lays a cable from the bridge to the endpoint's interface and gives that its addresses. */
    void plug(Network network, Endpoint endpoint, int bridge) throws IOException {
        int mtu = Integer.parseInt(network.options().getOrDefault(BridgeOptions.MTU, "0"));
        host.route()
                .createVeth(new RouteNetlink.VethPair(
                        endpoint.hostInterface(),
                        host.identity().group(),
                        bridge,
                        namespace,
                        endpoint.interfaceName(),
                        endpoint.mac().orElseThrow(),
                        mtu));
        int device = device(endpoint.interfaceName());
        var requests = new ArrayList<Request>();
        if (endpoint.ipv6().isEmpty()) {
            requests.add(RouteNetlink.withoutLinkLocalAddress(device));
        }
        endpoint.ipv4().ifPresent(ip -> requests.add(RouteNetlink.address(device, ip.address(), ip.prefix())));
        endpoint.ipv6().ifPresent(ip -> requests.add(RouteNetlink.address(device, ip.address(), ip.prefix())));
        requests.add(RouteNetlink.up(device));
        route.configure(requests);
        host.route().activatePort(endpoint.hostInterface(), endpoint.mac().orElseThrow());
    }

    private int device(String name) throws IOException {
        return route.findLink(name)
                .orElseThrow(() -> new ErrnoException("find " + name + " in the container", Errno.ENODEV))
                .index();
    }

    /** Takes the cable away, if it is there. */
    void unplug(Endpoint endpoint) throws IOException {
        var link = host.route().findLink(endpoint.hostInterface());
        if (link.isPresent()) {
            host.route().deleteLink(link.get().index());
        }
    }

    /** Sets the default routes through the endpoints that give them. */
    void route(Collection<Endpoint> endpoints) throws IOException {
        var requests = new ArrayList<Request>();
        for (var family : Family.values()) {
            var endpoint = Gateways.endpoint(endpoints, family);
            if (endpoint.isPresent()) {
                requests.add(RouteNetlink.defaultRoute(
                        device(endpoint.get().interfaceName()),
                        Gateways.address(endpoint.get(), family).orElseThrow()));
            }
        }
        route.configure(requests);
    }
}
