package dev.jcompose.runtime.network.netlink;

import dev.jcompose.runtime.network.address.MacAddress;

/**
 * A device that works through another one, its parent.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ip-link.8.html">ip-link(8)</a>, and {@code <linux/if_link.h>} for the
 *     numbers
 */
public sealed interface SubLink {

    /** The kernel's word for it. */
    String kind();

    /** Appends what is its own to a message that makes a link. */
    void describe(MessageWriter message);

    /** A device with a hardware address of its own on the parent's wire. */
    record Macvlan(Mode mode, MacAddress mac) implements SubLink {
        private static final int IFLA_ADDRESS = 1;
        private static final int IFLA_MACVLAN_MODE = 1;

        /** Who reaches whom among the devices of one parent. */
        public enum Mode {
            PRIVATE(1),
            VEPA(2),
            BRIDGE(4),
            PASSTHRU(8);

            private final int number;

            Mode(int number) {
                this.number = number;
            }
        }

        @Override
        public String kind() {
            return "macvlan";
        }

        @Override
        public void describe(MessageWriter message) {
            message.bytes(IFLA_ADDRESS, mac.toBytes());
            SubLink.describe(message, this, () -> message.u32(IFLA_MACVLAN_MODE, mode.number));
        }
    }

    /** A device that shares the parent's hardware address and has only its IP addresses for itself. */
    record Ipvlan(Layer layer, Flag flag) implements SubLink {
        private static final int IFLA_IPVLAN_MODE = 1;
        private static final int IFLA_IPVLAN_FLAGS = 2;

        /** What the parent does for it: switch, route, or route through the host's packet filter. */
        public enum Layer {
            L2(0),
            L3(1),
            L3S(2);

            private final int number;

            Layer(int number) {
                this.number = number;
            }
        }

        /** Who reaches whom among the devices of one parent. */
        public enum Flag {
            BRIDGE(0),
            PRIVATE(1),
            VEPA(2);

            private final int number;

            Flag(int number) {
                this.number = number;
            }
        }

        @Override
        public String kind() {
            return "ipvlan";
        }

        @Override
        public void describe(MessageWriter message) {
            SubLink.describe(
                    message,
                    this,
                    () -> message.u16(IFLA_IPVLAN_MODE, layer.number).u16(IFLA_IPVLAN_FLAGS, flag.number));
        }
    }

    /**
     * The frames of the parent that carry this tag.
     *
     * @param id 1 to 4094
     */
    record Vlan(int id) implements SubLink {
        private static final int IFLA_VLAN_ID = 1;

        @Override
        public String kind() {
            return "vlan";
        }

        @Override
        public void describe(MessageWriter message) {
            SubLink.describe(message, this, () -> message.u16(IFLA_VLAN_ID, id));
        }
    }

    private static void describe(MessageWriter message, SubLink link, Runnable data) {
        final int linkInfo = 18;
        final int infoKind = 1;
        final int infoData = 2;
        message.nest(linkInfo, () -> message.text(infoKind, link.kind()).nest(infoData, data));
    }
}
