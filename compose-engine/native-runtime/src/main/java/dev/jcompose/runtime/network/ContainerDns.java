package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.dns.DnsServer;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Transaction;
import dev.jcompose.runtime.network.nft.Transaction.ChainType;
import dev.jcompose.runtime.network.nft.Transaction.Hook;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;

/**
 * The name server of a container as its processes see it: 127.0.0.11, port 53. The sockets have other ports and packets are
 * redirected to them, because a container may itself want port 53 on all its addresses.
 */
final class ContainerDns {
    static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.0.11");

    private static final int PORT = 53;
    private static final int DESTINATION_NAT = -100;
    private static final String TABLE = "jcompose-dns";

    private ContainerDns() {}

    /**
     * Opens the sockets and redirects to them; to be called on a thread in the container's namespace.
     *
     * @param udpPort the port of a former daemon, which its clients may still be talking to; 0: any
     */
    static DnsServer.Sockets openHere(int udpPort, int tcpPort) throws IOException {
        var sockets = open(udpPort, tcpPort);
        try (var connection = NetlinkConnection.netfilter()) {
            var transaction = new Transaction(Family.IPV4, TABLE).table();
            if (udpPort != 0) {
                // Only where there may be one: a removal makes the kernel wait, when the socket is closed, for 10 ms.
                transaction.deleteTable().table();
            }
            transaction.chain("output", ChainType.NAT, Hook.OUTPUT, DESTINATION_NAT);
            redirect(transaction, Protocol.UDP, sockets.udpPort());
            redirect(transaction, Protocol.TCP, sockets.tcpPort());
            transaction.commit(connection, "redirect name queries");
            return sockets;
        } catch (IOException e) {
            sockets.close();
            throw e;
        }
    }

    private static DnsServer.Sockets open(int udpPort, int tcpPort) throws IOException {
        try {
            return DnsServer.Sockets.open(ADDRESS, udpPort, tcpPort);
        } catch (BindException e) {
            if (udpPort == 0 && tcpPort == 0) {
                throw e;
            }
            // A process of the container has taken the port meanwhile.
            return DnsServer.Sockets.open(ADDRESS, 0, 0);
        }
    }

    private static void redirect(Transaction transaction, Protocol protocol, int port) {
        transaction.rule(
                "output",
                rule -> rule.loadDestination(0)
                        .isAddress(ADDRESS)
                        .protocolIs(protocol.number())
                        .destinationPortIs(PORT)
                        .translateTo(ADDRESS, port));
    }
}
