package dev.jcompose.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** This process as the place where one command runs. */
public final class ProcessHost {
    /** Larger than a pipe's page, small enough not to matter. */
    private static final int BUFFER = 8192;

    private ProcessHost() {}

    /** Runs a command with what this process has, and returns its exit code; what it printed is on its way. */
    public static int run(String[] arguments, ToIntFunction<Invocation> command) {
        Map<String, String> environment = System.getenv();
        var invocation = new Invocation(
                List.of(arguments),
                environment,
                Path.of(System.getProperty("user.dir")).toAbsolutePath(),
                new FileInputStream(FileDescriptor.in),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                new ProcessTerminal(environment),
                new ProcessSignals());
        int code = command.applyAsInt(invocation);
        invocation.out().flush();
        invocation.err().flush();
        return code;
    }

    /**
     * Ends this process. {@code System.exit} has the JVM wait up to 300 ms for threads that are inside the kernel, and the
     * one that polls sockets for virtual threads always is: where there is one, the process ends without the JVM's
     * help, which nothing here needs.
     */
    @SuppressWarnings("SystemExitOutsideMain") // this is what main calls
    public static void exit(int code) {
        if (Thread.getAllStackTraces().values().stream().anyMatch(ProcessHost::isPolling)) {
            CLibrary.exit(code);
        }
        System.exit(code);
    }

    private static boolean isPolling(StackTraceElement[] stack) {
        return stack.length > 0
                && stack[0].isNativeMethod()
                && stack[0].getClassName().startsWith("sun.nio.ch.");
    }

    /** Binds the native calls of a command that runs on a terminal and polls sockets, without making them. */
    public static void bindNativeCalls() {
        Tty.bind();
        CLibrary.bindExit();
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER), false, StandardCharsets.UTF_8);
    }

    /** A setting the launcher passed as a system property, for example where the distribution lies. */
    public static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(name)).filter(value -> !value.isEmpty());
    }
}
