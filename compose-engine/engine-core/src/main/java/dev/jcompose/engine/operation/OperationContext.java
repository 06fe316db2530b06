package dev.jcompose.engine.operation;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.event.EventSink;
import java.time.Clock;

/**
 * What every operation works with.
 *
 * @param parallel most calls to the engine at one time; at least 1
 */
public record OperationContext(Engine engine, EventSink events, Clock clock, int parallel) {
    public OperationContext {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel must be at least 1, not " + parallel);
        }
    }

    /** A context without a limit on calls. */
    public static OperationContext unlimited(Engine engine, EventSink events, Clock clock) {
        return new OperationContext(engine, events, clock, Integer.MAX_VALUE);
    }
}
