package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.network.netlink.Link;
import dev.jcompose.runtime.network.netlink.NetlinkConnection.Request;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The bridge devices of networks. */
final class Bridges implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Bridges.class.getName());

    private final RouteNetlink route;
    private final int group;
    /** Names of devices whose removal is under way, and its end. */
    private final ConcurrentHashMap<String, CountDownLatch> dying = new ConcurrentHashMap<>();

    Bridges(RouteNetlink route, int group) {
        this.route = route;
        this.group = group;
    }

    /** Makes the device of a network, or finishes what a killed daemon began. Returns its index. */
    int ensure(Network network) throws IOException, InterruptedException {
        var removal = dying.get(network.device());
        if (removal != null) {
            removal.await();
        }
        var present = route.findLink(network.device());
        if (present.isEmpty()) {
            var mtu = network.options().getOrDefault(BridgeOptions.MTU, "0");
            route.createBridge(
                    new RouteNetlink.BridgeSpec(network.device(), group, MacAddress.random(), Integer.parseInt(mtu)));
            present = route.findLink(network.device());
        }
        var device = present.orElseThrow(() -> new ErrnoException("find " + network.device(), Errno.ENODEV));
        try {
            settings(network);
            var requests = new ArrayList<Request>();
            for (var pool : network.pools()) {
                pool.gateway()
                        .ifPresent(gateway -> requests.add(RouteNetlink.address(
                                device.index(), gateway, pool.subnet().prefix())));
            }
            requests.add(RouteNetlink.up(device.index()));
            route.configure(requests);
            return device.index();
        } catch (IOException e) {
            remove(network);
            throw e;
        }
    }

    private static void settings(Network network) throws IOException {
        String device = network.device();
        Sysctl.set("net/ipv4/ip_forward", "1");
        // Connections from the host's 127.0.0.1 to published ports go out through the bridge.
        Sysctl.set("net/ipv4/conf/" + device + "/route_localnet", "1");
        if (!Files.exists(Path.of("/proc/sys/net/ipv6/conf", device))) {
            return;
        }
        // A container must not become the host's router by announcing itself.
        Sysctl.set("net/ipv6/conf/" + device + "/accept_ra", "0");
        Sysctl.set("net/ipv6/conf/" + device + "/disable_ipv6", network.ipv6() ? "0" : "1");
        if (network.ipv6()) {
            Sysctl.set("net/ipv6/conf/all/forwarding", "1");
        }
    }

    /** Takes a network's addresses off the host at once; the device itself, which takes the kernel longer, later. */
    void remove(Network network) throws IOException {
        var present = route.findLink(network.device());
        if (present.isEmpty() || present.get().group() != group) {
            return;
        }
        for (var pool : network.pools()) {
            if (pool.gateway().isPresent()) {
                try {
                    route.deleteAddress(
                            present.get().index(),
                            pool.gateway().get(),
                            pool.subnet().prefix());
                } catch (ErrnoException e) {
                    if (!e.is(Errno.EADDRNOTAVAIL)) {
                        throw e;
                    }
                }
            }
        }
        deleteLater(present.get());
    }

    /** Deletes a device in the background. */
    void deleteLater(Link device) {
        var done = new CountDownLatch(1);
        dying.put(device.name(), done);
        Thread.ofVirtual().name("delete-" + device.name()).start(() -> {
            try {
                route.deleteLink(device.index());
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENODEV)) {
                    LOG.log(System.Logger.Level.WARNING, "cannot delete " + device.name(), e);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "cannot delete " + device.name(), e);
            } finally {
                dying.remove(device.name(), done);
                done.countDown();
            }
        });
    }

    /** Devices of this engine that are not among these names. */
    List<Link> strangers(Set<String> expected) throws IOException {
        return route.links().stream()
                .filter(link -> link.group() == group && !expected.contains(link.name()))
                .toList();
    }

    /** Every block that the host itself can reach or is part of. */
    List<Cidr> blocksInUse() throws IOException {
        var blocks = new ArrayList<Cidr>();
        for (var destination : route.routes()) {
            if (destination.destination().prefix() > 0) {
                blocks.add(destination.destination());
            }
        }
        for (var address : route.addresses()) {
            blocks.add(new Cidr(address.address(), address.prefix()));
        }
        return blocks;
    }

    /** Waits for removals under way. */
    @Override
    public void close() {
        try {
            for (var removal : dying.values()) {
                removal.await();
            }
        } catch (InterruptedException e) {
            // What remains is found by the next start.
            Thread.currentThread().interrupt();
        }
    }
}
