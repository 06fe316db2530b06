package dev.jcompose.engine;

/** A call to an engine. */
@FunctionalInterface
public interface EngineCall<T> {
    T run() throws EngineException, InterruptedException;
}
