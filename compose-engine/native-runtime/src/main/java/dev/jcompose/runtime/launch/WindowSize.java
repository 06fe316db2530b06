package dev.jcompose.runtime.launch;

/** Size of a terminal in characters; 0 by 0 is unknown. */
public record WindowSize(int rows, int columns) {
    /** What a terminal has before anybody said otherwise. */
    public static final WindowSize UNKNOWN = new WindowSize(0, 0);

    public WindowSize {
        if (rows < 0 || rows > 0xffff || columns < 0 || columns > 0xffff) {
            throw new IllegalArgumentException("no terminal has " + rows + " rows and " + columns + " columns");
        }
    }
}
