package dev.jcompose.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The terminal on the file descriptors 0, 1 and 2 of this process. */
final class ProcessTerminal implements Terminal {
    private final Map<String, String> environment;

    ProcessTerminal(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public boolean isTerminal(Stream stream) {
        int descriptor = stream.descriptor();
        return mayBeTerminal(descriptor) && Tty.isTerminal(descriptor);
    }

    /** Spares the native call, which costs some milliseconds at first use, where the descriptor's name tells enough. */
    private static boolean mayBeTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/") && !target.equals("/dev/null");
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    @Override
    public TerminalSize size() {
        for (Stream stream : new Stream[] {Stream.ERR, Stream.OUT, Stream.IN}) {
            if (isTerminal(stream)) {
                var size = Tty.size(stream.descriptor());
                if (size.isPresent()) {
                    return size.get();
                }
            }
        }
        return new TerminalSize(
                fromEnvironment("COLUMNS", TerminalSize.DEFAULT.columns()),
                fromEnvironment("LINES", TerminalSize.DEFAULT.rows()));
    }

    private int fromEnvironment(String variable, int otherwise) {
        String value = environment.getOrDefault(variable, "");
        return value.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(value) : otherwise;
    }

    @Override
    public RawMode enterRawMode() {
        if (!isTerminal(Stream.IN)) {
            throw new IllegalStateException("the input device is not a terminal");
        }
        return Tty.makeRaw(Stream.IN.descriptor());
    }
}
