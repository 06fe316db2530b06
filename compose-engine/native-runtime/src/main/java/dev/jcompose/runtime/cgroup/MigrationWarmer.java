package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.cgroup.Hierarchy.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the kernel ready to put processes into cgroups of v1. The first migration after some 15 ms of quiet waits for an RCU
 * grace period, about 12 ms; later ones take microseconds. So as soon as a request arrives that will start containers, and
 * for as long as it lasts, this process is put where it already is, again and again. On v2 processes are born in their
 * cgroup and nothing is done.
 */
public final class MigrationWarmer implements AutoCloseable {
    private static final long INTERVAL_NANOS = 10_000_000;
    private static final String SELF = "0";

    private final Optional<Thread> thread;
    private volatile boolean closed;

    private MigrationWarmer(Optional<Path> file) {
        this.thread = file.map(
                path -> Thread.ofPlatform().daemon().name("cgroup-warmer").unstarted(() -> warm(path)));
        thread.ifPresent(Thread::start);
    }

    /** Begins at once, in the background; ends with {@link #close}. */
    public static MigrationWarmer start(CgroupLayout layout) throws IOException {
        var v1 = layout.hierarchies().stream()
                .filter(h -> h.version() == Version.V1)
                .findFirst();
        return new MigrationWarmer(
                v1.isPresent() ? Optional.of(OwnCgroup.of(v1.get(), ownLines()).resolve("tasks")) : Optional.empty());
    }

    private static List<String> ownLines() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/cgroup"));
    }

    /** {@code tasks} moves this one thread; moving the whole process would visit every thread of the JVM. */
    private void warm(Path file) {
        while (!closed) {
            try {
                Files.writeString(file, SELF);
            } catch (IOException e) {
                // Only speed is lost: whatever stands in the way will stand in the way of the real migration, and say
                // so.
                return;
            }
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.ifPresent(LockSupport::unpark);
    }
}
