package dev.jcompose.cli.command;

import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.RawMode;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.OutputSink;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.TerminalWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects the streams of this process to one in a container. Once the engine reads or writes, which is when the process
 * is there, the terminal goes into raw mode; closing brings it back.
 */
final class ClientStdio implements AutoCloseable {
    /** Whether the process reads what the user types or pipes in. */
    enum Input {
        PASSED_ON,
        NONE
    }

    /** Whether the process has a pseudo-terminal. */
    enum Tty {
        ALLOCATED,
        NONE
    }

    private final Invocation invocation;
    private final Runnable onConnect;
    private final boolean wantsRaw;
    private final Stdio stdio;
    private @Nullable RawMode raw;
    private boolean connected;

    /** @param onConnect called once, before the first byte goes either way */
    ClientStdio(Invocation invocation, Input input, Tty tty, Runnable onConnect) {
        this.invocation = invocation;
        this.onConnect = onConnect;
        boolean reads = input == Input.PASSED_ON;
        wantsRaw = reads && tty == Tty.ALLOCATED && invocation.terminal().isTerminal(Terminal.Stream.IN);
        stdio = new Stdio(
                reads ? Optional.of(new Keyboard()) : Optional.empty(),
                this::write,
                tty == Tty.ALLOCATED ? Optional.of(new Window(invocation)) : Optional.empty());
    }

    Stdio stdio() {
        return stdio;
    }

    private void write(OutputSink.Channel channel, byte[] bytes) {
        connect();
        PrintStream target = channel == OutputSink.Channel.STDERR ? invocation.err() : invocation.out();
        target.write(bytes, 0, bytes.length);
        target.flush();
    }

    private synchronized void connect() {
        if (!connected) {
            connected = true;
            onConnect.run();
            if (wantsRaw) {
                raw = invocation.terminal().enterRawMode();
            }
        }
    }

    @Override
    public synchronized void close() {
        connected = true;
        if (raw != null) {
            raw.close();
            raw = null;
        }
    }

    private final class Keyboard extends InputStream {
        @Override
        public int read() throws IOException {
            connect();
            return invocation.in().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            connect();
            return invocation.in().read(bytes, offset, length);
        }
    }

    private record Window(Invocation invocation) implements TerminalWindow {
        @Override
        public Size size() {
            var size = invocation.terminal().size();
            return new Size(size.columns(), size.rows());
        }

        @Override
        public Watch watch(Consumer<Size> onChange) {
            var subscription = invocation.signals().subscribe(Signals.Signal.WINCH, () -> onChange.accept(size()));
            return subscription::close;
        }
    }
}
