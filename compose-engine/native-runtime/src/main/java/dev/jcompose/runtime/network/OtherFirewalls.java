package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Listing;
import dev.jcompose.runtime.network.nft.RuleWriter.Meta;
import dev.jcompose.runtime.network.nft.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Lets the engine's bridges through the filter of others. A packet passes every table: what Docker's or a distribution's
 * {@code FORWARD} chain drops is lost whatever this engine accepts. So where such a chain drops by default, two rules for each
 * bridge are put before the others there, in the form in which iptables itself would write them; the engine's own table still
 * decides who may reach a container.
 */
final class OtherFirewalls {
    /** The table of iptables in which packets are dropped. */
    static final String TABLE = "filter";

    private static final String DOCKER_CHAIN = "DOCKER-USER";
    private static final String FORWARD_CHAIN = "FORWARD";

    private final NetlinkConnection connection;
    private final String owner;

    /** @param owner what the rules' comments begin with, one for each engine */
    OtherFirewalls(NetlinkConnection connection, String owner) {
        this.connection = connection;
        this.owner = owner;
    }

    /** Sees to it that exactly these bridges are let through; does nothing where nobody drops. */
    synchronized void admit(Collection<String> bridges) throws IOException {
        for (var family : List.of(Family.IPV4, Family.IPV6)) {
            var chains = Listing.chains(connection, family).stream()
                    .filter(chain -> chain.table().equals(TABLE))
                    .toList();
            var transaction = new Transaction(family, TABLE);
            var where = chainFor(chains);
            for (String chain : List.of(DOCKER_CHAIN, FORWARD_CHAIN)) {
                if (chains.stream().anyMatch(present -> present.name().equals(chain))) {
                    bring(family, chain, where.filter(chain::equals).isPresent() ? bridges : List.of(), transaction);
                }
            }
            if (!transaction.isEmpty()) {
                transaction.commit(connection, "let the bridges through the chain FORWARD of others");
            }
        }
    }

    private static Optional<String> chainFor(List<Listing.Chain> chains) {
        if (chains.stream().anyMatch(chain -> chain.name().equals(DOCKER_CHAIN))) {
            return Optional.of(DOCKER_CHAIN);
        }
        return chains.stream()
                .filter(chain -> chain.name().equals(FORWARD_CHAIN) && chain.drops())
                .map(Listing.Chain::name)
                .findFirst();
    }

    private void bring(Family family, String chain, Collection<String> bridges, Transaction transaction)
            throws IOException {
        var missing = new LinkedHashSet<String>();
        for (String bridge : bridges) {
            missing.add(comment(bridge, Meta.IIFNAME));
            missing.add(comment(bridge, Meta.OIFNAME));
        }
        for (var rule : Listing.rules(connection, family, TABLE, chain)) {
            if (rule.comment().startsWith(owner + " ") && !missing.remove(rule.comment())) {
                transaction.deleteRule(chain, rule.handle());
            }
        }
        for (String bridge : bridges) {
            for (var direction : List.of(Meta.IIFNAME, Meta.OIFNAME)) {
                String comment = comment(bridge, direction);
                if (missing.contains(comment)) {
                    transaction.ruleFirst(
                            chain,
                            comment,
                            rule -> rule.nameIs(direction, bridge).counter().accept());
                }
            }
        }
    }

    private String comment(String bridge, Meta direction) {
        return owner + " " + (direction == Meta.IIFNAME ? "from " : "to ") + bridge;
    }

    /** What cannot be helped: the old iptables, whose rules are not in nf_tables. */
    static Optional<String> warning() {
        try {
            boolean legacy = Files.readString(Path.of("/proc/net/ip_tables_names"))
                    .lines()
                    .anyMatch(TABLE::equals);
            return legacy
                    ? Optional.of(
                            "the host uses legacy iptables: if its FORWARD chain drops packets, allow the bridges of"
                                    + " this engine there")
                    : Optional.empty();
        } catch (IOException e) {
            // Without the old module there is no such file.
            return Optional.empty();
        }
    }
}
