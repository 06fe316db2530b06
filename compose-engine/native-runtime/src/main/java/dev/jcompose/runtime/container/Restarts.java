package dev.jcompose.runtime.container;

import dev.jcompose.runtime.network.EndpointSpec.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Starts containers again because their policies say so, each on a thread of its own. */
final class Restarts {
    /** How long one that needs another waits for that one's start, as Docker does when it boots. */
    private static final Duration FOR_OTHERS = Duration.ofSeconds(5);

    private final Foundations base;
    private final ContainerIndex index;
    private final Starting starting;
    private final CountDownLatch recovered = new CountDownLatch(1);

    Restarts(Foundations base, ContainerIndex index, Starting starting) {
        this.base = base;
        this.index = index;
        this.starting = starting;
    }

    /** After a wait; never before {@link #resume}, because until then the engine does not know all its containers. */
    void later(Container container, Duration delay) {
        begin(container, () -> {
            recovered.await();
            Thread.sleep(delay);
            starting.restart(container, Optional.of(delay));
        });
    }

    /**
     * Those that an earlier engine still had to start, and after a boot those that it had running. Who joins the namespaces of
     * another, or is linked to it, waits until that one has been started, or could not be.
     */
    void resume(List<Container> due) {
        var starts = new LinkedHashMap<Container, Thread>();
        for (Container container : due) {
            starts.put(container, thread(container, () -> {
                awaitOthers(container, starts);
                Optional<Duration> delay = container.state().restartDelay();
                Thread.sleep(delay.orElse(Duration.ZERO));
                starting.restart(container, delay);
            }));
        }
        starts.forEach(Container::setPendingRestart);
        starts.values().forEach(Thread::start);
        recovered.countDown();
    }

    private void awaitOthers(Container container, Map<Container, Thread> starts)
            throws ContainerException, InterruptedException {
        long deadline = System.nanoTime() + FOR_OTHERS.toNanos();
        for (String reference : needed(container.record().host())) {
            Optional<Thread> start = index.find(reference).map(starts::get);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (start.isPresent() && left.isPositive()) {
                start.get().join(left);
            }
        }
    }

    private static List<String> needed(HostConfig host) {
        var references = new ArrayList<String>();
        Stream.of(host.networkMode(), host.pidMode(), host.ipcMode())
                .flatMap(mode -> HostConfig.otherContainer(mode).stream())
                .forEach(references::add);
        host.links().stream().map(Link::parse).map(Link::container).forEach(references::add);
        return references;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void begin(Container container, Work work) {
        Thread restart = thread(container, work);
        container.setPendingRestart(restart);
        restart.start();
    }

    private Thread thread(Container container, Work work) {
        return Thread.ofVirtual()
                .name("restart-" + container.record().shortId())
                .unstarted(() -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        // Somebody stopped, started or removed it in the meantime.
                    } catch (IOException e) {
                        base.log().accept("restart of " + container.record().name() + ": " + e.getMessage());
                    }
                });
    }
}
