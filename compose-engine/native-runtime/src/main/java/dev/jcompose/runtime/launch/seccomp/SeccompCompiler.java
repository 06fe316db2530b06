package dev.jcompose.runtime.launch.seccomp;

import dev.jcompose.runtime.launch.SeccompProgram;
import dev.jcompose.runtime.os.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Compiles decisions to a classic BPF program. Numbers with the same decision are merged to ranges, over which a balanced
 * tree of comparisons decides in some eight steps; a chain of single tests would take hundreds for each system call.
 */
final class SeccompCompiler {
    private static final int LOAD = 0x20;
    private static final int AND = 0x54;
    private static final int JUMP = 0x05;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_GREATER = 0x25;
    private static final int IF_GREATER_OR_EQUAL = 0x35;
    private static final int RETURN = 0x06;

    private static final int NUMBER = 0;
    private static final int MACHINE = 4;
    private static final int ARGUMENTS = 16;
    /** Conditional jumps reach no further. */
    private static final int NEAR = 255;

    /** With this bit set, a number means the x32 interface of x86_64; it has no meaning elsewhere. */
    private static final int X32 = 0x4000_0000;

    /** For calls of an interface whose numbers are not known here, whatever a profile says of unknown calls. */
    private static final Action FOREIGN = Action.errno(Errno.ENOSYS);

    private SeccompCompiler() {}

    private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

    /** Numbers from here on, up to the next range, have this decision. */
    private record Range(int from, Decision decision) {}

    /**
     * Compiles.
     *
     * @param unknown for numbers without a decision
     */
    static SeccompProgram compile(Architecture architecture, SortedMap<Integer, Decision> decisions, Action unknown) {
        var code = new ArrayList<Instruction>();
        code.add(new Instruction(LOAD, 0, 0, MACHINE));
        code.add(new Instruction(IF_EQUAL, 1, 0, architecture.audit()));
        // Calls of another machine's interface, such as i386 ones: their numbers would mean something else.
        code.add(new Instruction(RETURN, 0, 0, FOREIGN.code()));
        code.add(new Instruction(LOAD, 0, 0, NUMBER));
        code.addAll(tree(ranges(decisions, unknown)));
        return encode(code);
    }

    private static List<Range> ranges(SortedMap<Integer, Decision> decisions, Action unknown) {
        var ranges = new ArrayList<Range>();
        int next = 0;
        for (var entry : decisions.entrySet()) {
            if (entry.getKey() > next) {
                append(ranges, new Range(next, Decision.always(unknown)));
            }
            append(ranges, new Range(entry.getKey(), entry.getValue()));
            next = entry.getKey() + 1;
        }
        append(ranges, new Range(next, Decision.always(unknown)));
        append(ranges, new Range(X32, Decision.always(FOREIGN)));
        return ranges;
    }

    private static void append(List<Range> ranges, Range range) {
        if (ranges.isEmpty() || !ranges.getLast().decision().equals(range.decision())) {
            ranges.add(range);
        }
    }

    private static List<Instruction> tree(List<Range> ranges) {
        if (ranges.size() == 1) {
            return leaf(ranges.getFirst().decision());
        }
        int middle = ranges.size() / 2;
        var below = tree(ranges.subList(0, middle));
        var above = tree(ranges.subList(middle, ranges.size()));
        var code = new ArrayList<Instruction>();
        int limit = ranges.get(middle).from();
        if (below.size() <= NEAR) {
            code.add(new Instruction(IF_GREATER_OR_EQUAL, below.size(), 0, limit));
        } else {
            code.add(new Instruction(IF_GREATER_OR_EQUAL, 0, 1, limit));
            code.add(new Instruction(JUMP, 0, 0, below.size()));
        }
        code.addAll(below);
        code.addAll(above);
        return code;
    }

    private static List<Instruction> leaf(Decision decision) {
        var code = new ArrayList<Instruction>();
        for (var alternative : decision.alternatives()) {
            code.addAll(alternative(alternative));
        }
        code.add(new Instruction(RETURN, 0, 0, decision.otherwise().code()));
        return code;
    }

    /** Its tests and the return; whatever comes next is behind that. */
    private static List<Instruction> alternative(Decision.Alternative alternative) {
        var code = new ArrayList<Instruction>();
        code.add(new Instruction(RETURN, 0, 0, alternative.action().code()));
        for (var condition : alternative.conditions().reversed()) {
            code.addAll(0, test(condition, code.size()));
        }
        return code;
    }

    /** Goes on behind itself if the condition holds, else skips so many instructions more. */
    private static List<Instruction> test(Condition condition, int skip) {
        int low = ARGUMENTS + Long.BYTES * condition.argument();
        return condition.width() == Condition.Width.INT
                ? List.of(
                        new Instruction(LOAD, 0, 0, low),
                        new Instruction(AND, 0, 0, (int) condition.mask()),
                        last(condition, skip))
                : test64(condition, low, skip);
    }

    /** The upper word decides unless it is equal. */
    private static List<Instruction> test64(Condition condition, int low, int skip) {
        int upper = (int) (condition.value() >>> Integer.SIZE);
        var code = new ArrayList<Instruction>();
        code.add(new Instruction(LOAD, 0, 0, low + Integer.BYTES));
        code.add(new Instruction(AND, 0, 0, (int) (condition.mask() >>> Integer.SIZE)));
        // The lower word takes three instructions; past them the condition holds, and further on it does not.
        int holds = 3;
        int fails = holds + skip;
        switch (condition.test()) {
            case EQUAL -> code.add(new Instruction(IF_EQUAL, 0, fails, upper));
            case NOT_EQUAL -> code.add(new Instruction(IF_EQUAL, 0, holds, upper));
            case GREATER, GREATER_OR_EQUAL -> {
                code.add(new Instruction(IF_GREATER, holds + 1, 0, upper));
                code.add(new Instruction(IF_EQUAL, 0, fails, upper));
            }
            case LESS, LESS_OR_EQUAL -> {
                code.add(new Instruction(IF_GREATER, fails + 1, 0, upper));
                code.add(new Instruction(IF_EQUAL, 0, holds, upper));
            }
        }
        code.add(new Instruction(LOAD, 0, 0, low));
        code.add(new Instruction(AND, 0, 0, (int) condition.mask()));
        code.add(last(condition, skip));
        return code;
    }

    private static Instruction last(Condition condition, int skip) {
        int value = (int) condition.value();
        return switch (condition.test()) {
            case EQUAL -> new Instruction(IF_EQUAL, 0, skip, value);
            case NOT_EQUAL -> new Instruction(IF_EQUAL, skip, 0, value);
            case GREATER -> new Instruction(IF_GREATER, 0, skip, value);
            case GREATER_OR_EQUAL -> new Instruction(IF_GREATER_OR_EQUAL, 0, skip, value);
            case LESS -> new Instruction(IF_GREATER_OR_EQUAL, skip, 0, value);
            case LESS_OR_EQUAL -> new Instruction(IF_GREATER, skip, 0, value);
        };
    }

    private static SeccompProgram encode(List<Instruction> code) {
        var bytes = ByteBuffer.allocate(code.size() * Long.BYTES).order(ByteOrder.nativeOrder());
        for (var instruction : code) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.operand());
        }
        return new SeccompProgram(bytes.array());
    }
}
