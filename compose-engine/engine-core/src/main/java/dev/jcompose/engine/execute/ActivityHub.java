package dev.jcompose.engine.execute;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Subscription;
import dev.jcompose.planner.resource.ContainerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to a project's activity, for all who wait within an operation. Waiting is: read the {@link #mark},
 * look at the container, and if it is not as wanted, wait for a change since the mark. Whatever happens in between
 * moves the mark, so that nothing is missed.
 */
public final class ActivityHub implements AutoCloseable {
    private final Subscription subscription;
    private final Thread reader;
    private final List<Consumer<Activity>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ContainerId, Long> changes = new HashMap<>();
    private @Nullable EngineException broken;
    private boolean ended;

    private ActivityHub(Subscription subscription) {
        this.subscription = subscription;
        this.reader = Thread.ofVirtual().name("activity").unstarted(this::read);
    }

    /** Subscribes; when this returns, nothing that happens later is missed. */
    public static ActivityHub open(Engine engine, String project) throws EngineException, InterruptedException {
        var hub = new ActivityHub(engine.subscribe(ActivityFilter.ofProject(project)));
        hub.reader.start();
        return hub;
    }

    /** Calls back for each later activity, on one thread; the callee must not block for long. */
    public void listen(Consumer<Activity> listener) {
        listeners.add(listener);
    }

    /** How far activity of these containers has come. */
    public long mark(Collection<ContainerId> containers) {
        lock.lock();
        try {
            return count(containers);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something has happened to one of these containers since a mark.
     *
     * @throws EngineException when the subscription broke, as nothing would ever be told again
     */
    public void awaitChange(Collection<ContainerId> containers, long mark)
            throws EngineException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (count(containers) == mark) {
                if (broken != null) {
                    throw broken;
                }
                if (ended) {
                    throw new EngineException(
                            EngineException.Kind.UNAVAILABLE, "events", "", "the engine ended the stream of events");
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private long count(Collection<ContainerId> containers) {
        long sum = 0;
        for (ContainerId id : containers) {
            sum += changes.getOrDefault(id, 0L);
        }
        return sum;
    }

    private void read() {
        try {
            for (var next = subscription.next(); next.isPresent(); next = subscription.next()) {
                Activity activity = next.get();
                // Before those who wait are woken, as they look at what the listeners have seen.
                listeners.forEach(listener -> listener.accept(activity));
                if (isChange(activity.action())) {
                    note(activity.container());
                }
            }
            end(null);
        } catch (EngineException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(null);
        }
    }

    /** Health probes are execs: without this, every probe would cause an inspection. */
    private static boolean isChange(String action) {
        return !action.startsWith("exec_") && !action.equals("top") && !action.equals("resize");
    }

    private void note(ContainerId container) {
        lock.lock();
        try {
            changes.merge(container, 1L, Long::sum);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end(@Nullable EngineException failure) {
        lock.lock();
        try {
            broken = failure;
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        subscription.close();
        reader.interrupt();
    }
}
