package dev.jcompose.runtime.launch;

/** What a process has as its standard streams. */
public sealed interface Stdio {
    /** Whether somebody may write to the process; if not, its input is /dev/null, or a terminal where nobody types. */
    Input input();

    enum Input {
        NONE,
        OPEN
    }

    /** A pipe each for output and errors. */
    record Pipes(Input input) implements Stdio {}

    /** A terminal of the container's own /dev/pts, for all three. */
    record Terminal(Input input, WindowSize size) implements Stdio {}

    /** Output only. */
    static Stdio pipes() {
        return new Pipes(Input.NONE);
    }
}
