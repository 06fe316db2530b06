package dev.jcompose.cli.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/** Terminal calls of the C library. */
final class Tty {
    /** More than any struct termios takes: 60 bytes on Linux, 72 on macOS. */
    private static final long TERMIOS_SIZE = 256;

    private static final int TCSADRAIN = 1;

    private static final StructLayout WINSIZE = MemoryLayout.structLayout(
            ValueLayout.JAVA_SHORT.withName("ws_row"),
            ValueLayout.JAVA_SHORT.withName("ws_col"),
            ValueLayout.JAVA_SHORT.withName("ws_xpixel"),
            ValueLayout.JAVA_SHORT.withName("ws_ypixel"));

    private static final VarHandle ROWS = WINSIZE.varHandle(MemoryLayout.PathElement.groupElement("ws_row"));
    private static final VarHandle COLUMNS = WINSIZE.varHandle(MemoryLayout.PathElement.groupElement("ws_col"));

    private static final MethodHandle ISATTY =
            CLibrary.function("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private static final MethodHandle IOCTL = CLibrary.function(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));

    private Tty() {}

    /** Has all calls bound that commands make to know the terminal. */
    static void bind() {
        isTerminal(-1);
        size(-1);
    }

    /** The request of ioctl_tty(2), which is another number on macOS. */
    private static long getWindowSize() {
        return System.getProperty("os.name", "").startsWith("Mac") ? 0x40087468L : 0x5413L;
    }

    /**
     * Whether the descriptor leads to a terminal.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/isatty.3.html">isatty(3)</a>
     */
    static boolean isTerminal(int descriptor) {
        try {
            return (int) ISATTY.invokeExact(descriptor) == 1;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The size, unless the terminal does not know it.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/TIOCGWINSZ.2const.html">TIOCGWINSZ(2const)</a>
     */
    static Optional<TerminalSize> size(int descriptor) {
        try (var arena = Arena.ofConfined()) {
            var size = arena.allocate(WINSIZE);
            if ((int) IOCTL.invokeExact(descriptor, getWindowSize(), size) < 0) {
                return Optional.empty();
            }
            int rows = Short.toUnsignedInt((short) ROWS.get(size, 0L));
            int columns = Short.toUnsignedInt((short) COLUMNS.get(size, 0L));
            return rows == 0 || columns == 0 ? Optional.empty() : Optional.of(new TerminalSize(columns, rows));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Puts the terminal into the mode of cfmakeraw(3) until the result is closed.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/termios.3.html">termios(3)</a>
     */
    static RawMode makeRaw(int descriptor) {
        var arena = Arena.ofShared();
        try {
            var saved = arena.allocate(TERMIOS_SIZE);
            var raw = arena.allocate(TERMIOS_SIZE);
            if ((int) Modes.GET.invokeExact(descriptor, saved) < 0) {
                throw new IllegalStateException("cannot read the mode of the terminal");
            }
            raw.copyFrom(saved);
            Modes.MAKE_RAW.invokeExact(raw);
            apply(descriptor, raw);
            return () -> restore(descriptor, saved, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static void restore(int descriptor, MemorySegment saved, Arena arena) {
        synchronized (arena) {
            if (arena.scope().isAlive()) {
                apply(descriptor, saved);
                arena.close();
            }
        }
    }

    private static void apply(int descriptor, MemorySegment mode) {
        try {
            if ((int) Modes.SET.invokeExact(descriptor, TCSADRAIN, mode) < 0) {
                throw new IllegalStateException("cannot set the mode of the terminal");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Bound only by those who change the mode. */
    private static final class Modes {
        static final MethodHandle GET = CLibrary.function(
                "tcgetattr", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

        static final MethodHandle SET = CLibrary.function(
                "tcsetattr",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

        static final MethodHandle MAKE_RAW =
                CLibrary.function("cfmakeraw", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    }
}
