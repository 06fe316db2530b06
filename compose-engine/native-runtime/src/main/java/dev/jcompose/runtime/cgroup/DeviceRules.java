package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.cgroup.DeviceRule.Kind;
import java.util.List;
import java.util.OptionalInt;

/** The device rules that Docker gives every container; everything else is denied. */
public final class DeviceRules {
    /** May make any node, and open null, zero, full, random, urandom, tty, console, ptmx and the pts. */
    public static final List<DeviceRule> DEFAULT = List.of(
            new DeviceRule(DeviceRule.Verdict.ALLOW, Kind.CHARACTER, OptionalInt.empty(), OptionalInt.empty(), "m"),
            new DeviceRule(DeviceRule.Verdict.ALLOW, Kind.BLOCK, OptionalInt.empty(), OptionalInt.empty(), "m"),
            character(1, 3),
            character(1, 5),
            character(1, 7),
            character(1, 8),
            character(1, 9),
            character(5, 0),
            character(5, 1),
            character(5, 2),
            DeviceRule.allow(Kind.CHARACTER, 136, OptionalInt.empty(), "rwm"));

    /** For privileged containers: no rule at all. */
    public static final List<DeviceRule> UNRESTRICTED = List.of();

    private DeviceRules() {}

    private static DeviceRule character(int major, int minor) {
        return DeviceRule.allow(Kind.CHARACTER, major, OptionalInt.of(minor), "rwm");
    }
}
