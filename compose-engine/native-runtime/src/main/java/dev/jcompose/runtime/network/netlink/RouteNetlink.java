package dev.jcompose.runtime.network.netlink;

import static dev.jcompose.runtime.network.netlink.Message.NLM_F_ACK;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_CREATE;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_DUMP;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_EXCL;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_REPLACE;
import static dev.jcompose.runtime.network.netlink.Message.NLM_F_REQUEST;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.network.netlink.NetlinkConnection.Request;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Devices, addresses and routes of one network namespace.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/rtnetlink.7.html">rtnetlink(7)</a>
 */
public final class RouteNetlink implements AutoCloseable {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_SETLINK = 19;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int RTM_GETROUTE = 26;

    private static final int RTM_NEWNEIGH = 28;

    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int AF_BRIDGE = 7;
    private static final int AF_INET6 = 10;

    private static final int IFF_UP = 1;
    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_LINK = 5;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_GROUP = 27;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int IFLA_INFO_SLAVE_KIND = 4;
    private static final int IFLA_INFO_SLAVE_DATA = 5;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_INET6_ADDR_GEN_MODE = 8;
    private static final int IN6_ADDR_GEN_MODE_NONE = 1;
    private static final int VETH_INFO_PEER = 1;
    private static final int IFLA_BRPORT_MODE = 4;
    private static final int IFINFO_BYTES = 16;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_F_NODAD = 2;
    private static final int IFADDR_BYTES = 8;

    private static final int NDA_LLADDR = 2;
    private static final int NUD_REACHABLE = 2;
    private static final int NTF_MASTER = 4;

    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_STATIC = 4;
    private static final int RTN_UNICAST = 1;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_LINK = 253;
    private static final int RTMSG_BYTES = 12;

    private final NetlinkConnection connection;

    private RouteNetlink(NetlinkConnection connection) {
        this.connection = connection;
    }

    /** For the namespace of the calling thread. */
    public static RouteNetlink open() throws ErrnoException {
        return new RouteNetlink(NetlinkConnection.route());
    }

    /** What a veth pair is made of: a port of a bridge here, a device in a container there. */
    public record VethPair(
            String hostName,
            int group,
            int bridge,
            NetworkNamespace namespace,
            String containerName,
            MacAddress containerMac,
            int mtu) {}

    /** A bridge that is about to be made. */
    public record BridgeSpec(String name, int group, MacAddress mac, int mtu) {}

    /**
     * Makes a bridge with a hardware address of its own, which then does not follow its ports', and sets it up.
     *
     * @throws ErrnoException EEXIST when there is a device of that name
     */
    public void createBridge(BridgeSpec bridge) throws IOException {
        var message = link(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, AF_UNSPEC, 0, IFF_UP)
                .text(IFLA_IFNAME, bridge.name())
                .bytes(IFLA_ADDRESS, bridge.mac().toBytes())
                .u32(IFLA_GROUP, bridge.group());
        if (bridge.mtu() > 0) {
            message.u32(IFLA_MTU, bridge.mtu());
        }
        message.nest(IFLA_LINKINFO, () -> message.text(IFLA_INFO_KIND, "bridge"));
        connection.run("create bridge " + bridge.name(), message);
    }

    /**
     * Makes a pair whose one end is a port of a bridge, and up, and whose other end is in a container's namespace, and down.
     * The port sends a frame back where it came from when need be (hairpin), so that a container reaches its own published
     * ports.
     */
    public void createVeth(VethPair pair) throws IOException {
        var message = link(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, AF_UNSPEC, 0, IFF_UP)
                .text(IFLA_IFNAME, pair.hostName())
                .u32(IFLA_GROUP, pair.group())
                .u32(IFLA_MASTER, pair.bridge());
        if (pair.mtu() > 0) {
            message.u32(IFLA_MTU, pair.mtu());
        }
        nestPeer(message, () -> {
            message.text(IFLA_IFNAME, pair.containerName())
                    .bytes(IFLA_ADDRESS, pair.containerMac().toBytes())
                    .u32(IFLA_NET_NS_FD, pair.namespace().fd().number());
            if (pair.mtu() > 0) {
                message.u32(IFLA_MTU, pair.mtu());
            }
        });
        var port = link(RTM_NEWLINK, 0, AF_UNSPEC, 0, 0).text(IFLA_IFNAME, pair.hostName());
        port.nest(
                IFLA_LINKINFO,
                () -> port.text(IFLA_INFO_SLAVE_KIND, "bridge")
                        .nest(IFLA_INFO_SLAVE_DATA, () -> port.u8(IFLA_BRPORT_MODE, 1)));
        connection.runAll(List.of(
                new Request("create veth " + pair.hostName(), message),
                new Request("set hairpin mode of " + pair.hostName(), port)));
    }

    /**
     * A pair of devices that lead to each other and nowhere else, the second without a group.
     *
     * @throws ErrnoException EEXIST when there is a device of one of the names
     */
    public void createPair(String name, int group, String other) throws IOException {
        var message = link(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, AF_UNSPEC, 0, IFF_UP)
                .text(IFLA_IFNAME, name)
                .u32(IFLA_GROUP, group);
        nestPeer(message, () -> message.text(IFLA_IFNAME, other));
        connection.run("create the pair " + name + " and " + other, message);
    }

    /** Makes the device of the message one of a pair, whose other end has these attributes. */
    private static void nestPeer(MessageWriter message, Runnable attributes) {
        message.nest(
                IFLA_LINKINFO,
                () -> message.text(IFLA_INFO_KIND, "veth")
                        .nest(
                                IFLA_INFO_DATA,
                                () -> message.nest(VETH_INFO_PEER, () -> {
                                    message.u8(AF_UNSPEC)
                                            .u8(0)
                                            .u16(0)
                                            .u32(0)
                                            .u32(0)
                                            .u32(0);
                                    attributes.run();
                                })));
    }

    /**
     * What a device on top of another one is called and where it is.
     *
     * @param namespace where it is made; empty: where its parent is
     * @param mtu bytes; 0: the parent's
     */
    public record SubLinkPlace(String name, int parent, int group, Optional<NetworkNamespace> namespace, int mtu) {}

    /**
     * Makes a device on top of another one.
     *
     * @throws ErrnoException EOPNOTSUPP when the kernel has no such devices, EEXIST when there is a device of that name
     */
    public void createSubLink(SubLinkPlace place, SubLink link) throws IOException {
        var message = link(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, AF_UNSPEC, 0, 0)
                .text(IFLA_IFNAME, place.name())
                .u32(IFLA_LINK, place.parent())
                .u32(IFLA_GROUP, place.group());
        if (place.mtu() > 0) {
            message.u32(IFLA_MTU, place.mtu());
        }
        if (place.namespace().isPresent()) {
            message.u32(IFLA_NET_NS_FD, place.namespace().get().fd().number());
        }
        link.describe(message);
        connection.run("create " + link.kind() + " " + place.name(), message);
    }

    /**
     * Makes a port usable at once, now that its other end is up. The kernel enables it by deferred work, which asking for the
     * device brings forward (Linux 6.8), and would go on sending to a former port of the same hardware address until the new
     * one has sent something: in both cases a first packet would be lost and sent again after a second.
     */
    public void activatePort(String hostName, MacAddress behind) throws IOException {
        var port = findLink(hostName).orElseThrow(() -> new ErrnoException("find " + hostName, Errno.ENODEV));
        connection.run(
                "teach the bridge the address behind " + hostName,
                new MessageWriter(RTM_NEWNEIGH, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE)
                        .u8(AF_BRIDGE)
                        .u8(0)
                        .u16(0)
                        .u32(port.index())
                        .u16(NUD_REACHABLE)
                        .u8(NTF_MASTER)
                        .u8(0)
                        .bytes(NDA_LLADDR, behind.toBytes()));
    }

    /** Sets a device up. */
    public void setUp(int index) throws IOException {
        connection.run("set up link " + index, setUpMessage(index));
    }

    private static MessageWriter setUpMessage(int index) {
        return link(RTM_SETLINK, 0, AF_UNSPEC, index, IFF_UP);
    }

    /** Removes a device. Takes the kernel 10 to 24 ms: not on anybody's critical path. */
    public void deleteLink(int index) throws IOException {
        connection.run("delete link " + index, link(RTM_DELLINK, 0, AF_UNSPEC, index, 0));
    }

    /** The device of this name. */
    public Optional<Link> findLink(String name) throws IOException {
        var message = new MessageWriter(RTM_GETLINK, NLM_F_REQUEST)
                .u8(AF_UNSPEC)
                .u8(0)
                .u16(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .text(IFLA_IFNAME, name);
        var answer = connection.get("get link " + name, message);
        return answer.isPresent() ? Optional.of(parseLink(answer.get())) : Optional.empty();
    }

    /** All devices of the namespace. */
    public List<Link> links() throws IOException {
        var links = new ArrayList<Link>();
        for (var message : connection.dump(
                "list links",
                () -> new MessageWriter(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP)
                        .u8(AF_UNSPEC)
                        .u8(0)
                        .u16(0)
                        .u32(0)
                        .u32(0)
                        .u32(0))) {
            if (message.type() == RTM_NEWLINK) {
                links.add(parseLink(message));
            }
        }
        return links;
    }

    private static Link parseLink(Message message) throws IOException {
        int index = message.payload().getInt(4);
        int flags = message.payload().getInt(8);
        var attributes = message.attributes(IFINFO_BYTES);
        return new Link(
                index,
                attributes.text(IFLA_IFNAME).orElse(""),
                attributes.u32(IFLA_GROUP).orElse(0),
                attributes.u32(IFLA_MASTER).orElse(0),
                attributes.nested(IFLA_LINKINFO).text(IFLA_INFO_KIND).orElse(""),
                attributes.bytes(IFLA_ADDRESS).filter(mac -> mac.length == 6).map(MacAddress::of),
                (flags & IFF_UP) != 0);
    }

    /** Gives a device an address; the subnet becomes reachable through it. */
    public void addAddress(int index, InetAddress address, int prefix) throws IOException {
        connection.run("add address " + address.getHostAddress(), addressMessage(RTM_NEWADDR, index, address, prefix));
    }

    public void deleteAddress(int index, InetAddress address, int prefix) throws IOException {
        connection.run(
                "delete address " + address.getHostAddress(), addressMessage(RTM_DELADDR, index, address, prefix));
    }

    private static MessageWriter addressMessage(int type, int index, InetAddress address, int prefix) {
        boolean v4 = address instanceof Inet4Address;
        int flags = type == RTM_NEWADDR ? NLM_F_CREATE | NLM_F_REPLACE : 0;
        // No duplicate detection: the engine gave the address, and it must be usable at once.
        var message = new MessageWriter(type, NLM_F_REQUEST | NLM_F_ACK | flags)
                .u8(v4 ? AF_INET : AF_INET6)
                .u8(prefix)
                .u8(v4 ? 0 : IFA_F_NODAD)
                .u8(RT_SCOPE_UNIVERSE)
                .u32(index)
                .address(IFA_LOCAL, address)
                .address(IFA_ADDRESS, address);
        if (v4 && prefix < 31 && type == RTM_NEWADDR) {
            message.address(IFA_BROADCAST, new Cidr(address, prefix).last());
        }
        return message;
    }

    /** Sets devices up, gives them addresses and a default route in one go. */
    public void configure(List<Request> requests) throws IOException {
        connection.runAll(requests);
    }

    public static Request up(int index) {
        return new Request("set up link " + index, setUpMessage(index));
    }

    /** Keeps a device from giving itself an IPv6 address when it is set up. */
    public static Request withoutLinkLocalAddress(int index) {
        var message = link(RTM_SETLINK, 0, AF_UNSPEC, index, 0);
        message.nest(
                IFLA_AF_SPEC,
                () -> message.nest(AF_INET6, () -> message.u8(IFLA_INET6_ADDR_GEN_MODE, IN6_ADDR_GEN_MODE_NONE)));
        return new Request("keep link " + index + " without a link-local address", message);
    }

    public static Request address(int index, InetAddress address, int prefix) {
        return new Request(
                "add address " + address.getHostAddress(), addressMessage(RTM_NEWADDR, index, address, prefix));
    }

    /**
     * Everything is reached through the device itself, without a gateway.
     *
     * @param family INET or INET6
     */
    public static Request defaultRoute(int index, StandardProtocolFamily family) {
        return new Request(
                "add default route through link " + index,
                new MessageWriter(RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE)
                        .u8(family == StandardProtocolFamily.INET ? AF_INET : AF_INET6)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u8(RT_TABLE_MAIN)
                        .u8(RTPROT_STATIC)
                        .u8(family == StandardProtocolFamily.INET ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE)
                        .u8(RTN_UNICAST)
                        .u32(0)
                        .u32(RTA_OIF, index));
    }

    public static Request defaultRoute(int index, InetAddress gateway) {
        return new Request(
                "add default route via " + gateway.getHostAddress(),
                defaultRouteMessage(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, index, gateway));
    }

    /** Removes a default route. */
    public void deleteDefaultRoute(int index, InetAddress gateway) throws IOException {
        connection.run(
                "delete default route via " + gateway.getHostAddress(),
                defaultRouteMessage(RTM_DELROUTE, 0, index, gateway));
    }

    private static MessageWriter defaultRouteMessage(int type, int flags, int index, InetAddress gateway) {
        return new MessageWriter(type, NLM_F_REQUEST | NLM_F_ACK | flags)
                .u8(gateway instanceof Inet4Address ? AF_INET : AF_INET6)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(RT_TABLE_MAIN)
                .u8(type == RTM_NEWROUTE ? RTPROT_STATIC : 0)
                .u8(RT_SCOPE_UNIVERSE)
                .u8(RTN_UNICAST)
                .u32(0)
                .address(RTA_GATEWAY, gateway)
                .u32(RTA_OIF, index);
    }

    /** An address of a device. */
    public record DeviceAddress(int index, InetAddress address, int prefix) {}

    public List<DeviceAddress> addresses() throws IOException {
        var addresses = new ArrayList<DeviceAddress>();
        for (var message : connection.dump(
                "list addresses",
                () -> new MessageWriter(RTM_GETADDR, NLM_F_REQUEST | NLM_F_DUMP)
                        .u8(AF_UNSPEC)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u32(0))) {
            var attributes = message.attributes(IFADDR_BYTES);
            var address = attributes.address(IFA_LOCAL).or(() -> attributes.address(IFA_ADDRESS));
            if (address.isPresent()) {
                addresses.add(new DeviceAddress(
                        message.payload().getInt(4),
                        address.get(),
                        Byte.toUnsignedInt(message.payload().get(1))));
            }
        }
        return addresses;
    }

    /** A route of the main table: where it leads and through which device and gateway. */
    public record Route(Cidr destination, int device, Optional<InetAddress> gateway) {}

    public List<Route> routes() throws IOException {
        var routes = new ArrayList<Route>();
        for (var message : connection.dump(
                "list routes",
                () -> new MessageWriter(RTM_GETROUTE, NLM_F_REQUEST | NLM_F_DUMP)
                        .u8(AF_UNSPEC)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u8(0)
                        .u32(0))) {
            var payload = message.payload();
            if (Byte.toUnsignedInt(payload.get(4)) != RT_TABLE_MAIN) {
                continue;
            }
            var attributes = message.attributes(RTMSG_BYTES);
            var any = Cidr.ofBytes(Arrays.copyOf(new byte[0], payload.get(0) == AF_INET ? 4 : 16));
            routes.add(new Route(
                    new Cidr(attributes.address(RTA_DST).orElse(any), Byte.toUnsignedInt(payload.get(1))),
                    attributes.u32(RTA_OIF).orElse(0),
                    attributes.address(RTA_GATEWAY)));
        }
        return routes;
    }

    private static MessageWriter link(int type, int flags, int family, int index, int up) {
        return new MessageWriter(type, NLM_F_REQUEST | NLM_F_ACK | flags)
                .u8(family)
                .u8(0)
                .u16(0)
                .u32(index)
                .u32(up)
                .u32(up);
    }

    @Override
    public void close() {
        connection.close();
    }
}
