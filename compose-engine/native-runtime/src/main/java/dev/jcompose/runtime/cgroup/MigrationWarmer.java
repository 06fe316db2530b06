package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.cgroup.Hierarchy.Version;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NativeThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the kernel ready to put processes into cgroups of v1. The first migration after some 15 ms of quiet waits for an RCU
 * grace period, about 12 ms; later ones take microseconds. So while containers are being started, a thread of this process is
 * put where it already is, again and again. On v2 processes are born in their cgroup and there is nothing to do.
 */
public final class MigrationWarmer {
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final String SELF = "0";

    private final Optional<Path> file;
    private final ReentrantLock lock = new ReentrantLock();
    private long deadline;
    private boolean running;

    private MigrationWarmer(Optional<Path> file) {
        this.file = file;
    }

    /** Does nothing yet. */
    public static MigrationWarmer of(CgroupLayout layout) throws IOException {
        Optional<Hierarchy> v1 = layout.hierarchies().stream()
                .filter(h -> h.version() == Version.V1)
                .findFirst();
        if (v1.isEmpty()) {
            return new MigrationWarmer(Optional.empty());
        }
        List<String> own = Files.readAllLines(Path.of("/proc/self/cgroup"));
        // "tasks" moves one thread; "cgroup.procs" would look at every thread of the JVM.
        return new MigrationWarmer(Optional.of(OwnCgroup.of(v1.get(), own).resolve("tasks")));
    }

    /** Begins at once, in the background, and ends when this has not been called for so long. */
    public void keepWarm(Duration time) {
        if (file.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            deadline = System.nanoTime() + time.toNanos();
            if (!running) {
                NativeThread.start("cgroup-warmer", () -> warm(file.get()));
                running = true;
            }
        } catch (ErrnoException e) {
            // Only speed is lost: what is to be started will meet the same, and say so.
        } finally {
            lock.unlock();
        }
    }

    private void warm(Path tasks) {
        while (goesOn()) {
            try {
                Files.writeString(tasks, SELF);
            } catch (IOException e) {
                // Only speed is lost: what stands in the way here stands in the way of the real migration, which says
                // so.
                stop();
                return;
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    private boolean goesOn() {
        lock.lock();
        try {
            running = System.nanoTime() - deadline < 0;
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }
}
