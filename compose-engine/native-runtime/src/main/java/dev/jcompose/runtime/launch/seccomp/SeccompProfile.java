package dev.jcompose.runtime.launch.seccomp;

import dev.jcompose.runtime.launch.Capabilities;
import dev.jcompose.runtime.launch.SeccompProgram;
import dev.jcompose.runtime.launch.seccomp.Condition.Test;
import dev.jcompose.runtime.launch.seccomp.Condition.Width;
import dev.jcompose.runtime.os.Errno;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Docker's default profile: what a container with given capabilities may ask of the kernel. Known calls are allowed or fail
 * with EPERM; numbers nobody knew when this was written fail with ENOSYS, so that programs fall back to older calls.
 */
public final class SeccompProfile {
    private static final Action DENY = Action.errno(Errno.EPERM);
    private static final Action UNKNOWN = Action.errno(Errno.ENOSYS);

    /** New namespaces of every kind that clone(2) can make. */
    private static final long CLONE_NAMESPACES = 0x7E02_0000L;

    private static final int AF_ALG = 38;
    private static final int AF_VSOCK = 40;
    /** Query, PER_LINUX, PER_LINUX32, and both with UNAME26. */
    private static final long[] PERSONALITIES = {0xffff_ffffL, 0x0, 0x8, 0x2_0000, 0x2_0008};

    private SeccompProfile() {}

    /** The program for this machine. The result is the same for equal capabilities: keep it. */
    public static SeccompProgram defaultFor(Capabilities capabilities) {
        var architecture = Architecture.current();
        return SeccompCompiler.compile(architecture, decisions(architecture, capabilities), UNKNOWN);
    }

    static SortedMap<Integer, Decision> decisions(Architecture architecture, Capabilities capabilities) {
        var decisions = new TreeMap<Integer, Decision>();
        for (var call : SyscallTable.of(architecture)) {
            decisions.put(call.number(), decision(call, capabilities));
        }
        return Collections.unmodifiableSortedMap(decisions);
    }

    static Action unknown() {
        return UNKNOWN;
    }

    private static Decision decision(SyscallTable.Syscall call, Capabilities capabilities) {
        boolean admin = capabilities.containsAll(Capabilities.of("SYS_ADMIN"));
        return switch (call.rule()) {
            case "allow" -> Decision.always(Action.ALLOW);
            case "deny" -> Decision.always(DENY);
            case "clone" -> admin ? Decision.always(Action.ALLOW) : cloneWithoutNamespaces();
            case "personality" ->
                Decision.allowIfAny(
                        Arrays.stream(PERSONALITIES)
                                .mapToObj(value -> Condition.equal(0, Width.INT, value))
                                .toList(),
                        DENY);
            case "socket" -> socketFamilies();
            default -> {
                boolean granted = Arrays.stream(call.rule().split(","))
                        .anyMatch(name -> capabilities.containsAll(Capabilities.of(name)));
                // The C library tries clone3 first and falls back to clone only on ENOSYS.
                var refusal = call.name().equals("clone3") ? UNKNOWN : DENY;
                yield Decision.always(granted ? Action.ALLOW : refusal);
            }
        };
    }

    private static Decision cloneWithoutNamespaces() {
        return Decision.allowIfAny(List.of(new Condition(0, Width.LONG, Test.EQUAL, 0, CLONE_NAMESPACES)), DENY);
    }

    /** All but AF_ALG (CVE-2026-31431) and AF_VSOCK, which is no part of a network namespace. */
    private static Decision socketFamilies() {
        return Decision.allowIfAny(
                List.of(
                        new Condition(0, Width.INT, Test.LESS, AF_ALG, -1),
                        Condition.equal(0, Width.INT, AF_ALG + 1),
                        new Condition(0, Width.INT, Test.GREATER, AF_VSOCK, -1)),
                DENY);
    }
}
