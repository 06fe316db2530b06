package dev.jcompose.engine.execute;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.jcompose.engine.EngineCall;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;

/**
 * Tries transient failures again: those of kind {@code UNAVAILABLE}. Only for calls that do no harm when the first
 * attempt had reached the engine after all.
 */
public final class Retries {
    private final EventSink events;

    public Retries(EventSink events) {
        this.events = events;
    }

    /** A pull: registries are busy now and then, so it is tried five times over about 15 seconds. */
    public <T> T pull(ResourceRef resource, EngineCall<T> call) throws EngineException, InterruptedException {
        return run(resource, Action.PULL, 5, Duration.ofMillis(500), Duration.ofSeconds(8), call);
    }

    /** A call to the engine, tried three times within a second. */
    public <T> T call(ResourceRef resource, Action action, EngineCall<T> call)
            throws EngineException, InterruptedException {
        return run(resource, action, 3, Duration.ofMillis(100), Duration.ofSeconds(1), call);
    }

    private <T> T run(
            ResourceRef resource, Action action, int attempts, Duration first, Duration longest, EngineCall<T> call)
            throws EngineException, InterruptedException {
        RetryPolicy<T> policy = RetryPolicy.<T>builder()
                .handleIf(
                        failure -> failure instanceof EngineException e && e.kind() == EngineException.Kind.UNAVAILABLE)
                .withMaxAttempts(attempts)
                .withBackoff(first, longest)
                .withJitter(0.2)
                .onRetryScheduled(next -> events.accept(new EngineEvent.Retrying(
                        resource,
                        action,
                        next.getAttemptCount() + 1,
                        next.getDelay(),
                        String.valueOf(
                                next.getLastException() == null
                                        ? ""
                                        : next.getLastException().getMessage()))))
                .build();
        try {
            return Failsafe.with(policy).get(call::run);
        } catch (FailsafeException e) {
            switch (e.getCause()) {
                case EngineException failure -> throw failure;
                case InterruptedException interrupted -> {
                    // Failsafe sets the flag again; the exception carries the news already.
                    Thread.interrupted();
                    throw interrupted;
                }
                case null, default -> throw e;
            }
        }
    }
}
