package dev.jcompose.runtime.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the helper does in the cgroup file systems for one container: directories to make, files to write, in this order.
 * Made by {@link CgroupLayout}.
 *
 * @param directories one per hierarchy; the container's processes are put into each
 * @param unified the one in the cgroup2 file system, where there is one: processes are born into it and killed through it
 * @param writes the limits
 * @param deviceFilter an eBPF program for {@code unified}, as {@code struct bpf_insn}s; empty where v1 rules are written
 * @param oomCounter a file with a line {@code oom_kill N}
 */
public record CgroupPlan(
        List<Path> directories,
        Optional<Path> unified,
        List<Write> writes,
        Optional<DeviceFilter> deviceFilter,
        Optional<Path> oomCounter) {
    /** No cgroup: the container stays in that of the daemon. */
    public static final CgroupPlan NONE =
            new CgroupPlan(List.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    public CgroupPlan {
        directories = List.copyOf(directories);
        writes = List.copyOf(writes);
    }

    /** A value to be written, with one write(2), into a file. */
    public record Write(Path file, String value, IfAbsent ifAbsent) {}

    /** What the absence of a limit's file means. */
    public enum IfAbsent {
        /** The kernel cannot do what was asked for. */
        FAIL,
        /** The value is the default anyway. */
        SKIP
    }
}
