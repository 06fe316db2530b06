package dev.jcompose.runtime.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles device rules to an eBPF program for BPF_PROG_TYPE_CGROUP_DEVICE. The program tests the rules from the last to
 * the first, so that the first match decides; what no rule matches is denied.
 *
 * <p>The context ({@code struct bpf_cgroup_dev_ctx}) has access and type in one word (access in the upper half: mknod 1,
 * read 2, write 4; type in the lower: block 1, character 2), then major and minor.
 */
final class DeviceFilterCompiler {
    private static final int LOAD_WORD = 0x61;
    private static final int MOVE_REGISTER = 0xbc;
    private static final int MOVE = 0xb4;
    private static final int AND = 0x54;
    private static final int SHIFT_RIGHT = 0x74;
    private static final int JUMP_IF_NOT = 0x56;
    private static final int JUMP_IF_NOT_REGISTER = 0x5e;
    private static final int JUMP_IF = 0x16;
    private static final int EXIT = 0x95;

    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;
    private static final int SCRATCH = 1;
    private static final int RESULT = 0;

    private final List<long[]> code = new ArrayList<>();

    private DeviceFilterCompiler() {}

    static DeviceFilter compile(List<DeviceRule> rules) {
        return new DeviceFilter(new DeviceFilterCompiler().program(rules));
    }

    private byte[] program(List<DeviceRule> rules) {
        emit(LOAD_WORD, TYPE, 1, 0, 0);
        emit(AND, TYPE, 0, 0, 0xffff);
        emit(LOAD_WORD, ACCESS, 1, 0, 0);
        emit(SHIFT_RIGHT, ACCESS, 0, 0, 16);
        emit(LOAD_WORD, MAJOR, 1, 4, 0);
        emit(LOAD_WORD, MINOR, 1, 8, 0);
        boolean decided = false;
        for (var rule : rules.reversed()) {
            if (matchesEverything(rule)) {
                verdict(rule.verdict());
                decided = true;
                break;
            }
            rule(rule);
        }
        if (!decided) {
            verdict(DeviceRule.Verdict.DENY);
        }
        var bytes = ByteBuffer.allocate(code.size() * 8).order(ByteOrder.nativeOrder());
        code.forEach(instruction -> bytes.putLong(instruction[0]));
        return bytes.array();
    }

    private void rule(DeviceRule rule) {
        var jumps = new ArrayList<Integer>();
        if (rule.kind() != DeviceRule.Kind.ALL) {
            jumps.add(emit(JUMP_IF_NOT, TYPE, 0, 0, rule.kind() == DeviceRule.Kind.BLOCK ? 1 : 2));
        }
        int access = accessBits(rule.access());
        if (access != 7) {
            // An allowing rule must cover all of the access asked for, a denying one any of it.
            emit(MOVE_REGISTER, SCRATCH, ACCESS, 0, 0);
            emit(AND, SCRATCH, 0, 0, access);
            if (rule.verdict() == DeviceRule.Verdict.ALLOW) {
                jumps.add(emit(JUMP_IF_NOT_REGISTER, SCRATCH, ACCESS, 0, 0));
            } else {
                jumps.add(emit(JUMP_IF, SCRATCH, 0, 0, 0));
            }
        }
        rule.major().ifPresent(major -> jumps.add(emit(JUMP_IF_NOT, MAJOR, 0, 0, major)));
        rule.minor().ifPresent(minor -> jumps.add(emit(JUMP_IF_NOT, MINOR, 0, 0, minor)));
        verdict(rule.verdict());
        int end = code.size();
        for (int jump : jumps) {
            code.get(jump)[0] |= instruction(0, 0, 0, end - jump - 1, 0);
        }
    }

    private void verdict(DeviceRule.Verdict verdict) {
        emit(MOVE, RESULT, 0, 0, verdict == DeviceRule.Verdict.ALLOW ? 1 : 0);
        emit(EXIT, 0, 0, 0, 0);
    }

    private int emit(int opcode, int destination, int source, int offset, int immediate) {
        code.add(new long[] {instruction(opcode, destination, source, offset, immediate)});
        return code.size() - 1;
    }

    /** {@code struct bpf_insn} as one little-endian word; both supported machines are little-endian. */
    private static long instruction(int opcode, int destination, int source, int offset, int immediate) {
        return (opcode & 0xffL)
                | (long) (destination & 0xf) << 8
                | (long) (source & 0xf) << 12
                | (offset & 0xffffL) << 16
                | (immediate & 0xffffffffL) << 32;
    }

    private static boolean matchesEverything(DeviceRule rule) {
        return rule.kind() == DeviceRule.Kind.ALL
                && rule.major().isEmpty()
                && rule.minor().isEmpty()
                && accessBits(rule.access()) == 7;
    }

    private static int accessBits(String access) {
        int bits = 0;
        for (int i = 0; i < access.length(); i++) {
            bits |= switch (access.charAt(i)) {
                case 'm' -> 1;
                case 'r' -> 2;
                default -> 4;
            };
        }
        return bits;
    }
}
