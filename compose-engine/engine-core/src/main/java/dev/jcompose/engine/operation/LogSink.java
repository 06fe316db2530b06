package dev.jcompose.engine.operation;

/** Takes lines of output. Called by many threads at once; lines of one container come in order. */
@FunctionalInterface
public interface LogSink {
    void accept(LogLine line);
}
