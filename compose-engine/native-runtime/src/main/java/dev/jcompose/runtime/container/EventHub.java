package dev.jcompose.runtime.container;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Hands events to whoever listens, and remembers the latest for those who ask for the past. */
public final class EventHub {
    private static final int REMEMBERED = 256;
    private static final int QUEUE_LIMIT = 16 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> past = new ArrayDeque<>(REMEMBERED);
    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    /** One listener's queue. Close it when done. */
    public final class Subscription implements AutoCloseable {
        private final Predicate<Event> filter;
        private final LinkedBlockingQueue<Event> queue = new LinkedBlockingQueue<>(QUEUE_LIMIT);
        private final AtomicBoolean overrun = new AtomicBoolean();

        private Subscription(Predicate<Event> filter) {
            this.filter = filter;
        }

        /**
         * Waits for the next event.
         *
         * @param wait how long at most
         * @return empty when the time is up
         * @throws IllegalStateException when the listener fell behind by more than the queue holds: events are lost
         */
        public Optional<Event> next(Duration wait) throws InterruptedException {
            Event event = queue.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (event == null && overrun.get()) {
                throw new IllegalStateException("the listener is slower than the events: some are lost");
            }
            return Optional.ofNullable(event);
        }

        private void offer(Event event) {
            if (filter.test(event) && !overrun.get() && !queue.offer(event)) {
                overrun.set(true);
            }
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }

    /** Tells everybody. Never waits for a listener. */
    public void publish(Event event) {
        lock.lock();
        try {
            if (past.size() == REMEMBERED) {
                past.removeFirst();
            }
            past.addLast(event);
            subscriptions.forEach(subscription -> subscription.offer(event));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Listens.
     *
     * @param since remembered events from this moment on come first; empty = only new ones
     */
    public Subscription subscribe(Predicate<Event> filter, Optional<Instant> since) {
        var subscription = new Subscription(filter);
        lock.lock();
        try {
            since.ifPresent(from ->
                    past.stream().filter(event -> !event.time().isBefore(from)).forEach(subscription::offer));
            subscriptions.add(subscription);
        } finally {
            lock.unlock();
        }
        return subscription;
    }

    /** Those who listen now. */
    public int listeners() {
        return subscriptions.size();
    }

    /** The remembered events, oldest first. */
    public List<Event> past() {
        lock.lock();
        try {
            return new ArrayList<>(past);
        } finally {
            lock.unlock();
        }
    }
}
