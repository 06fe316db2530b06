package dev.jcompose.cli.terminal;

/**
 * The size of a terminal in character cells.
 *
 * @param columns at least 1
 * @param rows at least 1
 */
public record TerminalSize(int columns, int rows) {
    /** What programs assume where nobody says. */
    public static final TerminalSize DEFAULT = new TerminalSize(80, 24);

    public TerminalSize {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException("a terminal of " + columns + " by " + rows);
        }
    }
}
