package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.netlink.SubLink;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Options of Docker's macvlan and ipvlan drivers. */
final class ParentOptions {
    /** The host's device that the containers' are on top of; {@code eth0.50} is made where {@code eth0} is there. */
    static final String PARENT = "parent";

    private static final String MACVLAN_MODE = "macvlan_mode";
    private static final String IPVLAN_MODE = "ipvlan_mode";
    private static final String IPVLAN_FLAG = "ipvlan_flag";
    private static final Pattern TAGGED = Pattern.compile("(.+)\\.(\\d{1,4})");
    private static final int LAST_TAG = 4094;
    /** How names of devices begin that lead nowhere. */
    private static final String ISOLATED = "dm-";

    private ParentOptions() {}

    /**
     * Checks the options.
     *
     * @return the name of the parent; without one, that of a device that leads nowhere
     * @throws NetworkException INVALID for a word that is none of the driver's, FORBIDDEN when the parent is another network's
     */
    static String device(NetworkSpec spec, Driver driver, String id, Collection<Network> others)
            throws NetworkException {
        try {
            if (driver == Driver.MACVLAN) {
                macvlanMode(spec.options());
            } else {
                ipvlanMode(spec.options());
                ipvlanFlag(spec.options());
            }
        } catch (IllegalArgumentException e) {
            throw new NetworkException(Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
        String parent = spec.options().getOrDefault(PARENT, "");
        for (var other : others) {
            if (!parent.isEmpty() && other.device().equals(parent)) {
                throw new NetworkException(
                        Kind.FORBIDDEN, "network " + other.name() + " is already using parent interface " + parent);
            }
        }
        return parent.isEmpty() ? ISOLATED + id.substring(0, 12) : parent;
    }

    /** Whether the parent was made because none was named. */
    static boolean isIsolated(Network network) {
        return network.options().getOrDefault(PARENT, "").isEmpty();
    }

    /** The tag in a name like {@code eth0.50}. */
    static OptionalInt tag(String device) {
        var matcher = TAGGED.matcher(device);
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int tag = Integer.parseInt(matcher.group(2));
        return tag >= 1 && tag <= LAST_TAG ? OptionalInt.of(tag) : OptionalInt.empty();
    }

    /** The device whose tagged frames that one has. */
    static String untagged(String device) {
        return device.substring(0, device.lastIndexOf('.'));
    }

    /** Whether the parent sends packets on by their address: then there is no gateway to name. */
    static boolean isRouted(Network network) {
        return network.driver() == Driver.IPVLAN && ipvlanMode(network.options()) != SubLink.Ipvlan.Layer.L2;
    }

    /** The device of a container. */
    static SubLink link(Network network, Endpoint endpoint) {
        return network.driver() == Driver.MACVLAN
                ? new SubLink.Macvlan(
                        macvlanMode(network.options()), endpoint.mac().orElseThrow())
                : new SubLink.Ipvlan(ipvlanMode(network.options()), ipvlanFlag(network.options()));
    }

    private static SubLink.Macvlan.Mode macvlanMode(Map<String, String> options) {
        return word(SubLink.Macvlan.Mode.class, options, MACVLAN_MODE, SubLink.Macvlan.Mode.BRIDGE);
    }

    private static SubLink.Ipvlan.Layer ipvlanMode(Map<String, String> options) {
        return word(SubLink.Ipvlan.Layer.class, options, IPVLAN_MODE, SubLink.Ipvlan.Layer.L2);
    }

    private static SubLink.Ipvlan.Flag ipvlanFlag(Map<String, String> options) {
        return word(SubLink.Ipvlan.Flag.class, options, IPVLAN_FLAG, SubLink.Ipvlan.Flag.BRIDGE);
    }

    private static <E extends Enum<E>> E word(Class<E> words, Map<String, String> options, String option, E standard) {
        String chosen = options.getOrDefault(option, "");
        if (chosen.isEmpty()) {
            return standard;
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(chosen)) {
                return word;
            }
        }
        throw new IllegalArgumentException(
                "unknown " + option + " '" + chosen + "': choose one of " + String.join(", ", names(words)));
    }

    private static <E extends Enum<E>> List<String> names(Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
