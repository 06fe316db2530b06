package dev.jcompose.cli.terminal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Functions of the C library that this JVM runs on. */
final class CLibrary {
    private CLibrary() {}

    static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }

    static MethodHandle bindExit() {
        return function("_exit", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    }

    /**
     * Ends the process without anything of the JVM's own.
     *
     * @param code what the parent sees, of which the lowest 8 bits count
     * @see <a href="https://man7.org/linux/man-pages/man2/_exit.2.html">_exit(2)</a>
     */
    static void exit(int code) {
        try {
            bindExit().invokeExact(code);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
