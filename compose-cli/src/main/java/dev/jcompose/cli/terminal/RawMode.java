package dev.jcompose.cli.terminal;

/** A terminal in raw mode; closing it brings the earlier mode back. */
@FunctionalInterface
public interface RawMode extends AutoCloseable {
    @Override
    void close();
}
