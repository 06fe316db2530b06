package dev.jcompose.model.problem;

import java.nio.file.Path;

/**
 * A range in one line of a file.
 *
 * @param file as it was named, made absolute; {@code -} is standard input
 * @param line from 1
 * @param column from 1, in code points
 * @param endColumn exclusive
 */
public record Span(Path file, int line, int column, int endColumn) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
