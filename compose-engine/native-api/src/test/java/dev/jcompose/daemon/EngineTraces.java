package dev.jcompose.daemon;

import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Listing;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an engine could leave behind on this machine, by kind, and nothing of others. Lists rather than counts, so that a
 * failure names what is left.
 *
 * @param mounts below the state root
 * @param links network devices of the engine's group
 * @param rules of the engine's packet filter: how many rules and elements each of its chains and sets has
 * @param cgroups of containers, by their ids
 * @param processes that descend from the daemon
 * @param files below the state root
 * @param descriptors of the daemon
 */
record EngineTraces(
        Collection<String> mounts,
        Collection<String> links,
        Map<String, Integer> rules,
        Collection<String> cgroups,
        Collection<Long> processes,
        Collection<String> files,
        int descriptors) {
    static final EngineTraces NONE =
            new EngineTraces(List.of(), List.of(), Map.of(), List.of(), List.of(), List.of(), 0);

    private static final Path DEVICES = Path.of("/sys/class/net");
    /** Made for the first container that is on no other network, and kept as long as the engine. */
    private static final String DEFAULT_BRIDGE = "jc[0-9a-f]{6}0";

    private static final int CGROUP_DEPTH = 4;
    private static final List<String> SETS =
            List.of("subnets", "own", "masqueraded", "same", "internal", "published", "published_at");

    /** @param containers ids of all that were ever made */
    static EngineTraces of(TestEngine daemon, int group, Set<String> containers) throws IOException {
        return new EngineTraces(
                Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                        .filter(line -> line.contains(daemon.root().toString()))
                        .toList(),
                links(group),
                rules(daemon.root()),
                cgroups(containers),
                daemon.handle().descendants().map(ProcessHandle::pid).collect(Collectors.toCollection(TreeSet::new)),
                names(daemon.root(), Integer.MAX_VALUE),
                names(Path.of("/proc", Long.toString(daemon.handle().pid()), "fd"), 1)
                        .size());
    }

    /** The number that all devices of an engine have in common, read from one of them. */
    static int groupOf(String device) throws IOException {
        return Integer.parseInt(Files.readString(DEVICES.resolve(device).resolve("netdev_group"))
                .strip());
    }

    /** Whether no container runs, and nothing that was removed waits to be taken away. */
    boolean isAtRest() {
        return links.isEmpty()
                && cgroups.isEmpty()
                && processes.isEmpty()
                && files.stream().noneMatch(file -> file.startsWith("trash/"));
    }

    /** Whether the engine holds no more than it did then. */
    boolean isNoMoreThan(EngineTraces before) {
        return before.mounts.containsAll(mounts)
                && before.links.containsAll(links)
                && moreRules(before).isEmpty()
                && before.cgroups.containsAll(cgroups)
                && before.processes.containsAll(processes)
                && before.files.containsAll(files)
                && descriptors <= before.descriptors;
    }

    /** The chains and sets that have more than they had then. */
    Map<String, Integer> moreRules(EngineTraces before) {
        var more = new TreeMap<>(rules);
        more.entrySet().removeIf(rule -> rule.getValue() <= before.rules.getOrDefault(rule.getKey(), 0));
        return more;
    }

    private static Map<String, Integer> rules(Path root) throws IOException {
        var found = new TreeMap<String, Integer>();
        String table = tableOf(root);
        try (var netfilter = NetlinkConnection.netfilter()) {
            for (var family : Family.values()) {
                for (var chain : Listing.chains(netfilter, family)) {
                    long rules = Listing.rules(netfilter, family, chain.table(), chain.name()).stream()
                            .filter(rule -> chain.table().equals(table)
                                    || rule.comment().startsWith(table))
                            .count();
                    found.put("rules of " + family + " " + chain.table() + " " + chain.name(), Math.toIntExact(rules));
                }
                for (String set : SETS) {
                    found.put("elements of " + family + " " + set, elements(netfilter, family, table, set));
                }
            }
        }
        return found;
    }

    private static int elements(NetlinkConnection netfilter, Family family, String table, String set)
            throws IOException {
        try {
            return Listing.elements(netfilter, family, table, set).size();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return 0; // The filter is made when it is needed for the first time.
            }
            throw e;
        }
    }

    /** As the engine names its tables: after the path of its state. */
    private static String tableOf(Path root) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(StandardCharsets.UTF_8));
            return "jcompose-" + HexFormat.of().formatHex(hash, 0, 3);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static List<String> links(int group) throws IOException {
        var found = new ArrayList<String>();
        for (String device : names(DEVICES, 1)) {
            try {
                if (groupOf(device) == group && !device.matches(DEFAULT_BRIDGE)) {
                    found.add(device);
                }
            } catch (NoSuchFileException e) {
                // It went while we looked, or it is no device: the folder has files, too.
            } catch (IOException e) {
                // A device that is going has no group any more (EINVAL).
            }
        }
        return found;
    }

    private static Collection<String> cgroups(Set<String> containers) throws IOException {
        var left = new TreeSet<>(containers);
        left.retainAll(names(Path.of("/sys/fs/cgroup"), CGROUP_DEPTH).stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .collect(Collectors.toSet()));
        return left;
    }

    /** Paths below, relative to it. */
    private static List<String> names(Path below, int depth) throws IOException {
        try (Stream<Path> all = Files.walk(below, depth)) {
            return all.map(path -> below.relativize(path).toString())
                    .filter(name -> !name.isEmpty())
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return names(below, depth); // something went while we looked
            }
            throw e;
        }
    }
}
