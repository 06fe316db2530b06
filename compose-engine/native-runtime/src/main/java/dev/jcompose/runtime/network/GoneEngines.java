package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.netlink.Link;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Listing;
import dev.jcompose.runtime.network.nft.Transaction;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Packet filters of engines that were killed and whose state was deleted, so that they never come back: such a table still
 * drops what does not come from its bridges, also for another engine that has got one of its subnets since.
 *
 * <p>A table is dead when it knows bridges and none of them exists. Every engine makes a bridge before it names it in its table,
 * and takes it out of the table before it removes it; so a table that names the same bridges before and after a look at
 * the devices is not just being changed.
 */
final class GoneEngines {
    private final NetlinkConnection netfilter;
    private final RouteNetlink route;
    private final String ownTable;

    GoneEngines(NetlinkConnection netfilter, RouteNetlink route, String ownTable) {
        this.netfilter = netfilter;
        this.route = route;
        this.ownTable = ownTable;
    }

    /**
     * Removes the tables of engines that are gone.
     *
     * @return the names of those tables
     */
    List<String> clear() throws IOException {
        var removed = new ArrayList<String>();
        for (String table : Listing.tables(netfilter, Family.IPV4)) {
            if (table.startsWith(EngineIdentity.TABLE_PREFIX) && !table.equals(ownTable) && isDead(table)) {
                remove(table);
                removed.add(table);
            }
        }
        return removed;
    }

    private boolean isDead(String table) throws IOException {
        Set<String> named = Firewall.bridges(netfilter, Family.IPV4, table);
        if (named.isEmpty()) {
            return false;
        }
        Set<String> present = route.links().stream().map(Link::name).collect(Collectors.toSet());
        var missing = new HashSet<>(named);
        missing.removeAll(present);
        return missing.equals(named)
                && Firewall.bridges(netfilter, Family.IPV4, table).equals(named);
    }

    private void remove(String table) throws IOException {
        for (Family family : Family.values()) {
            try {
                new Transaction(family, table).deleteTable().commit(netfilter, "remove the packet filter " + table);
            } catch (ErrnoException e) {
                // Another engine was quicker, or it never had one for this family.
                if (!e.is(Errno.ENOENT)) {
                    throw e;
                }
            }
        }
        new OtherFirewalls(netfilter, table).admit(List.of());
    }
}
