package dev.jcompose.runtime.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Links C functions so that each call captures errno into a segment of its own. A binding looks like this:
 *
 * <pre>{@code
 * private static final MethodHandle FCHDIR = Libc.function("fchdir", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
 *
 * static void changeDirectory(int fd) throws ErrnoException {
 *     try (var arena = Arena.ofConfined()) {
 *         var state = arena.allocate(Libc.STATE);
 *         if ((int) FCHDIR.invokeExact(state, fd) < 0) {
 *             throw Libc.failure("fchdir", state);
 *         }
 *     } catch (Throwable e) {
 *         throw Libc.rethrow(e);
 *     }
 * }
 * }</pre>
 *
 * A call through here pins a virtual thread to its carrier: bind calls that return at once; wait with channels.
 */
final class Libc {
    /** Layout of the segment that is the first argument of every handle made here. */
    static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    /** A handle on a function without variable arguments; its first parameter is the capture segment. */
    static MethodHandle function(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), signature, CAPTURE);
    }

    /** A handle on a variadic function such as openat, of which the first {@code fixed} parameters are named. */
    static MethodHandle variadic(String name, int fixed, FunctionDescriptor signature) {
        return LINKER.downcallHandle(
                SYMBOLS.findOrThrow(name), signature, CAPTURE, Linker.Option.firstVariadicArg(fixed));
    }

    /**
     * A handle on syscall(2) for kernel calls the C library has no function for: the number and every argument are
     * {@code long} (pass {@code MemorySegment.address()} for pointers), so is the result.
     */
    static MethodHandle syscall(int arguments) {
        var parameters = new MemoryLayout[arguments + 1];
        java.util.Arrays.fill(parameters, ValueLayout.JAVA_LONG);
        return variadic("syscall", 1, FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters));
    }

    /** The errno that the call with this capture segment left behind; valid only if the call failed. */
    static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    static ErrnoException failure(String operation, MemorySegment state) {
        return new ErrnoException(operation, errno(state));
    }

    /** For the catch block around {@code invokeExact}: passes on what a binding may throw, never returns. */
    static AssertionError rethrow(Throwable e) throws ErrnoException {
        switch (e) {
            case ErrnoException errno -> throw errno;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError(e);
        }
    }

    /** The text as a NUL-terminated UTF-8 string. */
    static MemorySegment string(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8);
    }
}
