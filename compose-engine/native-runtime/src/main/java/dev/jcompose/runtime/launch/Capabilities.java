package dev.jcompose.runtime.launch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A set of Linux capabilities.
 *
 * @param mask bit n is capability n of {@code <linux/capability.h>}
 */
public record Capabilities(long mask) {
    /** What Docker gives a container: 14 capabilities. */
    public static final Capabilities DEFAULT = new Capabilities(0xa80425fbL);

    public static final Capabilities NONE = new Capabilities(0);

    private static final String ALL = "ALL";
    private static final List<String> NAMES = List.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    /**
     * One capability by name.
     *
     * @param name in any case, with or without {@code CAP_}
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Capabilities of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String plain = upper.startsWith("CAP_") ? upper.substring(4) : upper;
        int number = NAMES.indexOf(plain);
        if (number < 0) {
            throw new IllegalArgumentException("unknown capability: \"CAP_" + plain + "\"");
        }
        return new Capabilities(1L << number);
    }

    /**
     * Applies {@code cap_add} and {@code cap_drop} to Docker's default set: dropping ALL leaves exactly the added ones,
     * adding ALL gives everything available except what is dropped.
     *
     * @param available what the daemon itself may pass on
     * @throws IllegalArgumentException for an unknown name, or a capability that the daemon does not have
     */
    public static Capabilities adjust(Collection<String> add, Collection<String> drop, Capabilities available) {
        boolean addAll = add.stream().anyMatch(Capabilities::isAll);
        boolean dropAll = drop.stream().anyMatch(Capabilities::isAll);
        var added = union("CapAdd", add);
        var dropped = union("CapDrop", drop);
        long missing = added.mask & ~available.mask;
        if (missing != 0) {
            throw new IllegalArgumentException(
                    "capabilities not available to this engine: " + new Capabilities(missing).names());
        }
        if (addAll) {
            return new Capabilities(available.mask & ~dropped.mask);
        }
        if (dropAll) {
            return added;
        }
        return new Capabilities(((DEFAULT.mask & ~dropped.mask) | added.mask) & available.mask);
    }

    /** Whether all of the other set are in this one. */
    public boolean containsAll(Capabilities other) {
        return (mask & other.mask) == other.mask;
    }

    /** Names with the {@code CAP_} prefix, by number. */
    public List<String> names() {
        var names = new ArrayList<String>();
        for (int i = 0; i < Long.SIZE; i++) {
            if ((mask >>> i & 1) != 0) {
                names.add(i < NAMES.size() ? "CAP_" + NAMES.get(i) : "CAP_" + i);
            }
        }
        return names;
    }

    private static boolean isAll(String name) {
        return name.equalsIgnoreCase(ALL) || name.equalsIgnoreCase("CAP_ALL");
    }

    private static Capabilities union(String setting, Collection<String> names) {
        long mask = 0;
        try {
            for (String name : names) {
                mask |= isAll(name) ? 0 : of(name).mask;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid " + setting + ": " + e.getMessage(), e);
        }
        return new Capabilities(mask);
    }
}
