package dev.jcompose.engine;

import java.io.InputStream;
import java.util.Optional;

/**
 * The client's side of an attached process.
 *
 * @param input read until its end, which closes the process's standard input; absent means none
 * @param terminal present when the process has a pseudo-terminal: its size is set at once and on every change
 */
public record Stdio(Optional<InputStream> input, OutputSink output, Optional<TerminalWindow> terminal) {
    /** Output only. */
    public static Stdio outputTo(OutputSink output) {
        return new Stdio(Optional.empty(), output, Optional.empty());
    }
}
