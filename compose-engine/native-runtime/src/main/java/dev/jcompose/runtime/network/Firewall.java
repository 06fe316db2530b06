package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.nft.Element;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Listing;
import dev.jcompose.runtime.network.nft.RuleWriter.Meta;
import dev.jcompose.runtime.network.nft.SetType;
import dev.jcompose.runtime.network.nft.SetType.Field;
import dev.jcompose.runtime.network.nft.Transaction;
import dev.jcompose.runtime.network.nft.Transaction.ChainType;
import dev.jcompose.runtime.network.nft.Transaction.Hook;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rules of one engine: one table per address family, named after the engine. The rules themselves never change; networks
 * and published ports are elements of sets and maps, so that a packet passes a few lookups however many there are, and a change
 * is one small transaction. The engine's bridges are known by their device group.
 *
 * <p>An element of a set belongs to a network or to a published port, and {@link #replace} builds the same tables from nothing:
 * what a killed engine left half done is gone afterwards, without a moment in which a port does not work.
 */
final class Firewall {
    private static final int RAW = -300;
    private static final int DESTINATION_NAT = -100;
    private static final int FILTER = 0;
    private static final int SOURCE_NAT = 100;
    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");

    /** Subnets of all networks; only packets from the network's own bridge may be addressed to them. */
    private static final String SUBNETS = "subnets";
    /** Subnet and the bridge it belongs to. */
    private static final String OWN = "own";
    /** Subnets whose packets leave the host under the host's address. */
    private static final String MASQUERADED = "masqueraded";
    /** Pairs of the same bridge twice: from container to container of one network. */
    private static final String SAME = "same";
    /** Bridges of internal networks. */
    private static final String INTERNAL = "internal";
    /** Published on one address, and on all addresses. */
    private static final String PUBLISHED_AT = "published_at";

    private static final String PUBLISHED = "published";

    private final NetlinkConnection connection;
    private final String table;
    private final int group;
    private final List<Family> families;

    /**
     * @param table the name of the tables
     * @param group the device group of the engine's bridges
     */
    Firewall(NetlinkConnection connection, String table, int group) {
        this.connection = connection;
        this.table = table;
        this.group = group;
        this.families =
                Files.exists(Path.of("/proc/sys/net/ipv6")) ? List.of(Family.IPV4, Family.IPV6) : List.of(Family.IPV4);
    }

    /** Makes the tables anew, with these networks and ports and no others, in one step. */
    void replace(Collection<Network> bridges, Collection<PortMapping> mappings) throws IOException {
        var parts = new ArrayList<Transaction>();
        for (var family : families) {
            // Adding it first makes the removal succeed when it was not there.
            var transaction =
                    new Transaction(family, table).table().deleteTable().table();
            declare(family, transaction);
            for (var bridge : bridges) {
                networkElements(family, bridge).forEach(change -> transaction.add(change.set(), change.elements()));
            }
            portElements(family, mappings).forEach(change -> transaction.add(change.set(), change.elements()));
            parts.add(transaction);
        }
        Transaction.commit(connection, "set up the packet filter " + table, parts);
    }

    /** Removes the tables; they must exist. */
    void remove() throws IOException {
        var parts = new ArrayList<Transaction>();
        for (var family : families) {
            parts.add(new Transaction(family, table).table().deleteTable());
        }
        Transaction.commit(connection, "remove the packet filter " + table, parts);
    }

    /** The bridges that the table of some engine knows; none when there is no such table. */
    static Set<String> bridges(NetlinkConnection connection, Family family, String table) throws IOException {
        try {
            return Listing.elements(connection, family, table, OWN).stream()
                    .map(Element::nameAtEnd)
                    .collect(Collectors.toSet());
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return Set.of();
            }
            throw e;
        }
    }

    void addNetwork(Network bridge) throws IOException {
        change("admit network " + bridge.name(), true, family -> networkElements(family, bridge));
    }

    void removeNetwork(Network bridge) throws IOException {
        change("forget network " + bridge.name(), false, family -> networkElements(family, bridge));
    }

    void publish(Collection<PortMapping> mappings) throws IOException {
        change("publish ports", true, family -> portElements(family, mappings));
    }

    void unpublish(Collection<PortMapping> mappings) throws IOException {
        change("withdraw ports", false, family -> portElements(family, mappings));
    }

    private record Change(String set, List<Element> elements) {}

    private void change(String operation, boolean add, Function<Family, List<Change>> changes) throws IOException {
        var parts = new ArrayList<Transaction>();
        for (var family : families) {
            var transaction = new Transaction(family, table);
            for (var change : changes.apply(family)) {
                if (add) {
                    transaction.add(change.set(), change.elements());
                } else {
                    transaction.remove(change.set(), change.elements());
                }
            }
            parts.add(transaction);
        }
        Transaction.commit(connection, operation, parts);
    }

    private static List<Change> networkElements(Family family, Network bridge) {
        var changes = new ArrayList<Change>();
        byte[] name = Element.name(bridge.device());
        for (var pool : bridge.pools()) {
            if (Family.of(pool.subnet().address()) == family) {
                changes.add(new Change(SUBNETS, Element.block(pool.subnet())));
                changes.add(new Change(OWN, List.of(Element.blockAndName(pool.subnet(), bridge.device()))));
                if (!bridge.internal() && !"false".equals(bridge.options().get(BridgeOptions.MASQUERADE))) {
                    changes.add(new Change(MASQUERADED, Element.block(pool.subnet())));
                }
            }
        }
        if (!"false".equals(bridge.options().get(BridgeOptions.ICC))) {
            changes.add(new Change(SAME, List.of(Element.of(name, name))));
        }
        if (bridge.internal()) {
            changes.add(new Change(INTERNAL, List.of(Element.of(name))));
        }
        return changes;
    }

    private static List<Change> portElements(Family family, Collection<PortMapping> mappings) {
        var any = new ArrayList<Element>();
        var at = new ArrayList<Element>();
        for (var mapping : mappings) {
            if (mapping.family() != family) {
                continue;
            }
            byte[] protocol = Element.protocol(mapping.protocol().number());
            byte[] port = Element.port(mapping.hostPort());
            var key = mapping.hostIp().isPresent()
                    ? Element.of(Element.address(mapping.hostIp().get()), protocol, port)
                    : Element.of(protocol, port);
            (mapping.hostIp().isPresent() ? at : any)
                    .add(key.to(Element.address(mapping.target()), Element.port(mapping.targetPort())));
        }
        var changes = new ArrayList<Change>();
        if (!any.isEmpty()) {
            changes.add(new Change(PUBLISHED, any));
        }
        if (!at.isEmpty()) {
            changes.add(new Change(PUBLISHED_AT, at));
        }
        return changes;
    }

    private void declare(Family family, Transaction transaction) {
        var address = Field.address(family);
        var target = List.of(address, Field.PORT);
        transaction
                .set(SetType.ofIntervals(SUBNETS, address))
                .set(SetType.ofIntervals(OWN, address, Field.INTERFACE_NAME))
                .set(SetType.ofIntervals(MASQUERADED, address))
                .set(SetType.of(SAME, Field.INTERFACE_NAME, Field.INTERFACE_NAME))
                .set(SetType.of(INTERNAL, Field.INTERFACE_NAME))
                .set(SetType.map(PUBLISHED_AT, List.of(address, Field.PROTOCOL, Field.PORT), target))
                .set(SetType.map(PUBLISHED, List.of(Field.PROTOCOL, Field.PORT), target))
                .chain("guard", ChainType.FILTER, Hook.PREROUTING, RAW)
                .chain("publish", ChainType.NAT, Hook.PREROUTING, DESTINATION_NAT)
                .chain("publish_here", ChainType.NAT, Hook.OUTPUT, DESTINATION_NAT)
                .chain("forward", ChainType.FILTER, Hook.FORWARD, FILTER)
                .chain("leave", ChainType.NAT, Hook.POSTROUTING, SOURCE_NAT);
        guard(family, transaction);
        publish(family, transaction);
        forward(transaction);
        leave(family, transaction);
    }

    /** Before anything else: who may address a container, and that no container addresses the host's loopback. */
    private void guard(Family family, Transaction transaction) {
        if (family == Family.IPV4) {
            transaction
                    .rule(
                            "guard",
                            rule -> rule.groupIs(Meta.IIFGROUP, group)
                                    .loadDestination(0)
                                    .inBlock(LOOPBACK)
                                    .drop())
                    .rule(
                            "guard",
                            rule -> rule.groupIs(Meta.IIFGROUP, group)
                                    .loadSource(0)
                                    .inBlock(LOOPBACK)
                                    .drop());
        }
        int behindAddress = family.addressBytes() / 4;
        // The host's own addresses on other bridges are excepted: host-gateway is one of them.
        transaction.rule(
                "guard",
                rule -> rule.loadDestination(0)
                        .in(SUBNETS)
                        .loadDestination(0)
                        .load(Meta.IIFNAME, behindAddress)
                        .notIn(OWN)
                        .destinationIsNotLocal()
                        .drop());
    }

    private static void publish(Family family, Transaction transaction) {
        if (family == Family.IPV4) {
            // From outside, 127.0.0.1 is nobody's destination: translated it would pass the kernel's own check.
            transaction.rule(
                    "publish", rule -> rule.loadDestination(0).inBlock(LOOPBACK).leave());
        } else {
            // ::1 cannot be routed to a container: a relay on the bound socket serves it.
            transaction.rule(
                    "publish_here",
                    rule -> rule.loadDestination(0)
                            .isAddress(InetAddress.ofLiteral("::1"))
                            .leave());
        }
        for (var chain : List.of("publish", "publish_here")) {
            int behindAddress = family.addressBytes() / 4;
            transaction
                    .rule(
                            chain,
                            rule -> rule.destinationIsLocal()
                                    .loadDestination(0)
                                    .load(Meta.L4PROTO, behindAddress)
                                    .loadDestinationPort(behindAddress + 1)
                                    .translateBy(PUBLISHED_AT))
                    .rule(
                            chain,
                            rule -> rule.destinationIsLocal()
                                    .load(Meta.L4PROTO, 0)
                                    .loadDestinationPort(1)
                                    .translateBy(PUBLISHED));
        }
    }

    private void forward(Transaction transaction) {
        transaction
                .rule("forward", rule -> rule.established().accept())
                .rule(
                        "forward",
                        rule -> rule.load(Meta.IIFNAME, 0)
                                .load(Meta.OIFNAME, 4)
                                .in(SAME)
                                .accept())
                .rule("forward", rule -> rule.load(Meta.IIFNAME, 0).in(INTERNAL).drop())
                .rule("forward", rule -> rule.load(Meta.OIFNAME, 0).in(INTERNAL).drop())
                .rule(
                        "forward",
                        rule -> rule.groupIs(Meta.OIFGROUP, group)
                                .destinationWasTranslated()
                                .accept())
                .rule("forward", rule -> rule.groupIs(Meta.OIFGROUP, group).drop());
    }

    private void leave(Family family, Transaction transaction) {
        transaction
                .rule(
                        "leave",
                        rule -> rule.groupIsNot(Meta.OIFGROUP, group)
                                .loadSource(0)
                                .in(MASQUERADED)
                                .masquerade())
                // A container that uses a published port: the answer must come back through the host.
                .rule(
                        "leave",
                        rule -> rule.groupIs(Meta.OIFGROUP, group)
                                .loadSource(0)
                                .in(SUBNETS)
                                .destinationWasTranslated()
                                .masquerade());
        if (family == Family.IPV4) {
            transaction.rule(
                    "leave",
                    rule -> rule.groupIs(Meta.OIFGROUP, group)
                            .loadSource(0)
                            .inBlock(LOOPBACK)
                            .masquerade());
        }
    }
}
