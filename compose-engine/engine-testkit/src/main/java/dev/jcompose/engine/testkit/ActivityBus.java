package dev.jcompose.engine.testkit;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Tells subscribers what happens in an {@link InMemoryEngine}. */
final class ActivityBus {
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    private final class Subscriber implements Subscription {
        private final ActivityFilter filter;
        private final BlockingQueue<Optional<Activity>> queue = new LinkedBlockingQueue<>();

        Subscriber(ActivityFilter filter) {
            this.filter = filter;
        }

        @Override
        public Optional<Activity> next() throws InterruptedException {
            return queue.take();
        }

        @Override
        public void close() {
            subscribers.remove(this);
            queue.add(Optional.empty());
        }
    }

    Subscription subscribe(ActivityFilter filter) {
        var subscriber = new Subscriber(filter);
        subscribers.add(subscriber);
        return subscriber;
    }

    void publish(Activity activity) {
        for (Subscriber subscriber : subscribers) {
            if (matches(subscriber.filter.labels(), activity.attributes())) {
                subscriber.queue.add(Optional.of(activity));
            }
        }
    }

    /** Whether all of some labels are there; an empty value means any. */
    static boolean matches(Map<String, String> wanted, Map<String, String> labels) {
        return wanted.entrySet().stream()
                .allMatch(e -> labels.containsKey(e.getKey())
                        && (e.getValue().isEmpty() || e.getValue().equals(labels.get(e.getKey()))));
    }

    void close() {
        subscribers.forEach(Subscriber::close);
    }
}
