package dev.jcompose.runtime.image;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Duration;

/**
 * Tries again what failed in passing: after what the registry asked for, else after a time that doubles. The only class
 * that knows the library which does it.
 */
final class Retries {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @FunctionalInterface
    interface Attempt<T> {
        /** @throws TransientFailure if another attempt may help; all else ends it */
        T run() throws IOException, InterruptedException;
    }

    private final RetryPolicy<Object> policy;

    /**
     * @param attempts in all, at least 1
     * @param firstDelay before the second attempt; doubles up to 30 s
     */
    Retries(int attempts, Duration firstDelay) {
        this.policy = RetryPolicy.builder()
                .handle(TransientFailure.class)
                .withMaxAttempts(attempts)
                .withBackoff(firstDelay, LONGEST.compareTo(firstDelay) > 0 ? LONGEST : firstDelay.multipliedBy(2))
                .withJitter(0.1)
                .build();
    }

    <T> T run(Attempt<T> attempt) throws IOException, InterruptedException {
        try {
            return Failsafe.with(policy).get(() -> {
                try {
                    return attempt.run();
                } catch (TransientFailure e) {
                    if (e.retryAfter().isPresent()) { // on top of the policy's own delay, which is short at first
                        Duration wanted = e.retryAfter().get();
                        Thread.sleep(wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted);
                    }
                    throw e;
                }
            });
        } catch (FailsafeException e) {
            switch (e.getCause()) {
                case TransientFailure last -> throw last.lastWord();
                case InterruptedException interrupted -> {
                    var passedOn = new InterruptedException(interrupted.getMessage());
                    passedOn.initCause(e);
                    throw passedOn;
                }
                case IOException io -> throw io;
                case null, default -> throw e;
            }
        }
    }
}
