package dev.jcompose.engine.event;

/** Takes events. Called by many threads at once; it must return quickly and must not throw. */
@FunctionalInterface
public interface EventSink {
    void accept(EngineEvent event);

    /** Drops everything. */
    static EventSink discard() {
        return event -> {};
    }
}
