package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.address.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a network may look like, and what becomes of what the client left open. */
final class NetworkRules {
    private static final int MAX_DEVICE_NAME = 15;

    private final AddressPools addressPools;

    NetworkRules(AddressPools addressPools) {
        this.addressPools = addressPools;
    }

    /**
     * Checks a request and completes it.
     *
     * @param others the networks that exist
     * @param host blocks that the host uses otherwise
     */
    Network complete(NetworkSpec spec, Collection<Network> others, Collection<Cidr> host) throws NetworkException {
        String name = spec.name();
        if (name.isBlank()) {
            throw new NetworkException(Kind.INVALID, "network name is required");
        }
        if (Network.isPredefinedName(name)) {
            throw new NetworkException(
                    Kind.FORBIDDEN, "operation is not permitted on predefined " + name + " network ");
        }
        if (others.stream().anyMatch(other -> other.name().equals(name))) {
            throw new NetworkException(Kind.CONFLICT, "network with name " + name + " already exists");
        }
        var driver = Driver.of(spec.driver())
                .orElseThrow(() -> new NetworkException(
                        Kind.NOT_FOUND,
                        "could not find plugin " + spec.driver()
                                + ": the drivers here are bridge, macvlan, ipvlan, host and null"));
        if (!driver.isForClients()) {
            throw new NetworkException(
                    Kind.FORBIDDEN, "only one instance of \"" + driver.word() + "\" network is allowed");
        }
        String id = LiveNetwork.newId();
        String device = switch (driver) {
            case MACVLAN, IPVLAN -> ParentOptions.device(spec, driver, id, others);
            case BRIDGE, HOST, NONE -> spec.options().getOrDefault(BridgeOptions.NAME, "br-" + id.substring(0, 12));
        };
        checkOptions(spec, device, driver, others);
        return new Network(
                id,
                name,
                driver,
                spec.internal(),
                spec.attachable(),
                spec.ipv6()
                        || spec.pools().stream().anyMatch(pool -> !pool.subnet().isIpv4()),
                pools(spec, id, others, host),
                !spec.pools().isEmpty(),
                spec.ipamOptions(),
                spec.options(),
                spec.labels(),
                device,
                Instant.now());
    }

    private static void checkOptions(NetworkSpec spec, String device, Driver driver, Collection<Network> others)
            throws NetworkException {
        if (device.isEmpty()
                || device.length() > MAX_DEVICE_NAME
                || !device.matches("[^\\s/:%]+")
                || device.equals("..")) {
            throw new NetworkException(
                    Kind.INVALID,
                    "option " + (driver == Driver.BRIDGE ? BridgeOptions.NAME : ParentOptions.PARENT) + ": '" + device
                            + "' is no device name of 1 to 15 characters");
        }
        if (driver == Driver.BRIDGE
                && others.stream().anyMatch(other -> other.device().equals(device))) {
            throw new NetworkException(Kind.CONFLICT, "networks have same bridge name: " + device);
        }
        String mtu = spec.options().getOrDefault(BridgeOptions.MTU, "1500");
        if (!mtu.matches("[0-9]{1,5}") || Integer.parseInt(mtu) < 68 || Integer.parseInt(mtu) > 65535) {
            throw new NetworkException(
                    Kind.INVALID, "option " + BridgeOptions.MTU + ": '" + mtu + "' is not in 68..65535");
        }
    }

    private List<IpamPool> pools(NetworkSpec spec, String id, Collection<Network> others, Collection<Cidr> host)
            throws NetworkException {
        var taken = new ArrayList<Cidr>();
        others.forEach(other -> other.pools().forEach(pool -> taken.add(pool.subnet())));
        var pools = new ArrayList<IpamPool>();
        for (var pool : spec.pools()) {
            for (var other : taken) {
                if (other.overlaps(pool.subnet())) {
                    throw new NetworkException(
                            Kind.FORBIDDEN,
                            "invalid pool request: Pool overlaps with other one on this address space: " + pool.subnet()
                                    + " and " + other);
                }
            }
            taken.add(pool.subnet());
            pools.add(complete(pool));
        }
        if (pools.stream().noneMatch(pool -> pool.subnet().isIpv4())) {
            pools.addFirst(automatic(taken, host));
        }
        if (spec.ipv6() && pools.stream().allMatch(pool -> pool.subnet().isIpv4())) {
            pools.add(complete(IpamPool.of(AddressPools.uniqueLocal(id))));
        }
        return pools;
    }

    /** A subnet of the engine's choice. */
    IpamPool automatic(Collection<Cidr> networks, Collection<Cidr> host) throws NetworkException {
        var taken = new ArrayList<>(networks);
        taken.addAll(host);
        var block = addressPools
                .choose(taken)
                .orElseThrow(() -> new NetworkException(
                        Kind.CONFLICT,
                        "all predefined address pools have been fully subnetted: name a subnet, or remove networks"
                                + " that nobody uses"));
        return complete(IpamPool.of(block));
    }

    private static IpamPool complete(IpamPool pool) throws NetworkException {
        var subnet = pool.subnet();
        if (subnet.size().compareTo(BigInteger.TWO) < 0) {
            throw new NetworkException(Kind.INVALID, "subnet " + subnet + " has no room for a gateway and a container");
        }
        inside(subnet, pool.gateway(), "gateway");
        for (Map.Entry<String, InetAddress> auxiliary : pool.auxiliary().entrySet()) {
            inside(subnet, Optional.of(auxiliary.getValue()), "auxiliary address " + auxiliary.getKey());
        }
        if (pool.range().isPresent() && !subnet.contains(pool.range().get())) {
            throw new NetworkException(
                    Kind.INVALID,
                    "no configured subnet contains the range " + pool.range().get() + ": it is not in " + subnet);
        }
        if (pool.gateway().isPresent()) {
            return pool;
        }
        var offset = BigInteger.ONE;
        while (pool.auxiliary().containsValue(subnet.at(offset))) {
            offset = offset.add(BigInteger.ONE);
        }
        return new IpamPool(subnet, Optional.of(subnet.at(offset)), pool.range(), pool.auxiliary());
    }

    private static void inside(Cidr subnet, Optional<InetAddress> address, String what) throws NetworkException {
        if (address.isPresent() && !subnet.contains(address.get())) {
            throw new NetworkException(
                    Kind.INVALID,
                    "no matching subnet for " + what + " " + address.get().getHostAddress() + ": it is not in "
                            + subnet);
        }
    }
}
