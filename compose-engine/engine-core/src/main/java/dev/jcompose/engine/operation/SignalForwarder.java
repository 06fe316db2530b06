package dev.jcompose.engine.operation;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.resource.ContainerId;

/** Passes signals on to a container's process for as long as it is open. */
final class SignalForwarder implements AutoCloseable {
    private final Thread thread;

    SignalForwarder(Engine engine, ContainerId id, SignalRelay signals) {
        thread = Thread.ofVirtual().name("signals").start(() -> {
            try {
                while (true) {
                    engine.containers().kill(id, signals.awaitNext());
                }
            } catch (EngineException e) {
                // The process has ended meanwhile, which whoever waits for it learns by itself.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
