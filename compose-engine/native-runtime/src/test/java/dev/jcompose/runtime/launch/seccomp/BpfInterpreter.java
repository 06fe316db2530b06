package dev.jcompose.runtime.launch.seccomp;

import dev.jcompose.runtime.launch.SeccompProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a compiled filter says to a system call. */
final class BpfInterpreter {
    private BpfInterpreter() {}

    /** Interprets the instructions of classic BPF that seccomp knows. See Documentation/networking/filter.rst. */
    static int run(SeccompProgram program, int machine, int number, long... arguments) {
        var data = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .putInt(machine)
                .putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        var code = ByteBuffer.wrap(program.code()).order(ByteOrder.nativeOrder());
        int accumulator = 0;
        for (int at = 0; ; at++) {
            int operation = code.getShort(at * 8);
            int ifTrue = code.get(at * 8 + 2) & 0xff;
            int ifFalse = code.get(at * 8 + 3) & 0xff;
            int operand = code.getInt(at * 8 + 4);
            switch (operation) {
                case 0x20 -> accumulator = data.getInt(operand);
                case 0x54 -> accumulator &= operand;
                case 0x05 -> at += operand;
                case 0x15 -> at += accumulator == operand ? ifTrue : ifFalse;
                case 0x25 -> at += Integer.compareUnsigned(accumulator, operand) > 0 ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("seccomp has no instruction " + operation);
            }
        }
    }
}
