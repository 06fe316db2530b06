package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetlinkSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * What an engine holds, before and after. The kernel takes devices and processes away some time after their last user; it says
 * so, and that is when this looks again.
 */
final class Ledger implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RTNLGRP_LINK = 1;
    /**
     * For what ends without anybody hearing of it: the kernel tells nobody that another process has closed a descriptor, and cgroups
     * and files below go in many steps, whose last one is what counts.
     */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TestEngine daemon;
    private final int group;
    private final Set<String> containers = new TreeSet<>();
    private final NetlinkSocket links;

    /** @param device one of the engine's, whose group all have */
    Ledger(TestEngine daemon, String device) throws IOException {
        this.daemon = daemon;
        this.group = EngineTraces.groupOf(device);
        this.links = NetlinkSocket.openForEvents(NetlinkSocket.NETLINK_ROUTE, RTNLGRP_LINK);
    }

    /** One more container whose cgroups are counted. */
    void add(String containerId) {
        containers.add(containerId);
    }

    /** What there is, with what runs. */
    EngineTraces now() throws IOException {
        return EngineTraces.of(daemon, group, containers);
    }

    /** What there is when no container runs and nothing is under way any more. */
    EngineTraces atRest() throws Exception {
        return await(EngineTraces::isAtRest, EngineTraces.NONE);
    }

    /** Waits until there is no more of anything than then; fails with what remains. */
    void assertNoMoreThan(EngineTraces before, String after) throws Exception {
        var now = await(traces -> traces.isNoMoreThan(before), before);
        assertThat(now.mounts()).as("mounts after %s", after).isSubsetOf(before.mounts());
        assertThat(now.links()).as("network devices after %s", after).isSubsetOf(before.links());
        assertThat(now.moreRules(before)).as("packet filter after %s", after).isEmpty();
        assertThat(now.cgroups()).as("cgroups after %s", after).isSubsetOf(before.cgroups());
        assertThat(now.processes()).as("processes after %s", after).isSubsetOf(before.processes());
        assertThat(now.files()).as("files after %s", after).isSubsetOf(before.files());
        assertThat(now.descriptors())
                .as("descriptors of the daemon after %s", after)
                .isLessThanOrEqualTo(before.descriptors());
    }

    /** @param staying what is not waited for */
    private EngineTraces await(Predicate<EngineTraces> wanted, EngineTraces staying) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var now = EngineTraces.of(daemon, group, containers);
        while (!wanted.test(now) && System.nanoTime() < deadline) {
            var going = now.processes().stream()
                    .filter(pid -> !staying.processes().contains(pid))
                    .findFirst();
            if (going.isPresent()) {
                awaitEnd(going.get(), deadline);
            } else if (!staying.links().containsAll(now.links())) {
                awaitLinks();
            } else {
                Thread.sleep(PAUSE);
            }
            now = EngineTraces.of(daemon, group, containers);
        }
        return now;
    }

    private static void awaitEnd(long pid, long deadline) throws InterruptedException, ExecutionException {
        var process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            try {
                process.get().onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // What remains is told by who asked.
            }
        }
    }

    /** Returns after a change of any device, or some seconds. */
    private void awaitLinks() throws ErrnoException {
        try {
            links.receive();
        } catch (ErrnoException e) {
            if (!e.is(Errno.EAGAIN) && !e.is(Errno.ENOBUFS)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        links.close();
    }
}
