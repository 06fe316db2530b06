package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.nft.ChangeWatch;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's packet filter and what it needs of others', kept in step with the networks that have a bridge. Not safe for use
 * by several threads.
 */
final class PacketFilters implements AutoCloseable {
    private final Firewall own;
    private final OtherFirewalls others;
    private final GoneEngines gone;
    /** Ids of the networks that the own filter knows. */
    private final Set<String> admitted = new HashSet<>();

    private boolean made;
    private @Nullable ChangeWatch watch;

    private PacketFilters(Firewall own, OtherFirewalls others, GoneEngines gone) {
        this.own = own;
        this.others = others;
        this.gone = gone;
    }

    static PacketFilters of(HostStack host) {
        String table = host.identity().table();
        return new PacketFilters(
                host.firewall(),
                new OtherFirewalls(host.netfilter(), table),
                new GoneEngines(host.netfilter(), host.route(), table));
    }

    /**
     * Makes a network known, whose bridge exists.
     *
     * @param all every network with a bridge, for a filter that has to be made first
     * @param ports everything published, likewise
     */
    void admit(Network network, Supplier<List<Network>> all, Supplier<List<PortMapping>> ports) throws IOException {
        if (made) {
            own.addNetwork(network);
            admitted.add(network.id());
        } else {
            replace(all.get(), ports.get());
        }
    }

    /** Makes it anew, with these and no others. */
    void replace(Collection<Network> bridged, Collection<PortMapping> ports) throws IOException {
        own.replace(bridged, ports);
        made = true;
        admitted.clear();
        bridged.forEach(network -> admitted.add(network.id()));
    }

    /** Forgets a network, if it is known, before its bridge goes. */
    void withdraw(Network network) throws IOException {
        if (admitted.contains(network.id())) {
            own.removeNetwork(network);
            admitted.remove(network.id());
        }
    }

    /** Lets exactly these bridges through the filters of others. */
    void letThrough(Collection<String> bridges) throws IOException {
        others.admit(bridges);
    }

    /** Removes the filters of engines that are gone; a line for each. */
    List<String> clearGone() throws IOException {
        return gone.clear().stream()
                .map(table -> "removed " + table + ", the packet filter of an engine that is gone")
                .toList();
    }

    /** Calls when somebody changes the filter that bridges have to be let through; the first call counts. */
    void watch(Runnable changed) throws IOException {
        if (watch == null) {
            watch = ChangeWatch.start(OtherFirewalls.TABLE, changed);
        }
    }

    /** Takes everything down. */
    void remove() throws IOException {
        if (made) {
            own.remove();
            others.admit(List.of());
        }
    }

    /** Stops watching; the filters stay. */
    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
