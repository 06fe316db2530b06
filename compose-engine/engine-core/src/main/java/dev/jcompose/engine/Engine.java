package dev.jcompose.engine;

import dev.jcompose.engine.support.Gaps;

/**
 * What runs containers. Every call blocks until the engine has answered and may be made from any number of threads at
 * once; interrupting the caller gives the call up and throws {@link InterruptedException}. Failures are
 * {@link EngineException}s with a kind. No call retries: that is the caller's business.
 */
public interface Engine extends AutoCloseable {
    /**
     * Who answers at the other end; also the way to find out whether anyone does.
     *
     * @throws EngineException of kind {@code UNAVAILABLE} when nobody answers
     */
    EngineInfo info() throws EngineException, InterruptedException;

    Containers containers();

    Networks networks();

    Volumes volumes();

    Images images();

    /** What it does not do of what a Compose file can ask for; no call to the engine. */
    default Gaps gaps() {
        return Gaps.none();
    }

    /**
     * Subscribes to what happens. When this returns, the subscription stands: nothing that happens later is missed.
     */
    Subscription subscribe(ActivityFilter filter) throws EngineException, InterruptedException;

    /** Ends all connections. Subscriptions and streams still open end too. */
    @Override
    void close();
}
