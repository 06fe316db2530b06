package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.Memfd;
import dev.jcompose.runtime.os.NativeThread;
import dev.jcompose.runtime.os.Spawn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The native helper, carried as a resource and executed from sealed memory, so that no container can change it. */
final class HelperBinary implements AutoCloseable {
    private static final String RESOURCE = "/dev/jcompose/helper/jcompose-helper";

    private final Fd file;
    private final ExecutorService reapers;

    private HelperBinary(Fd file) {
        this.file = file;
        // waitpid occupies a thread for as long as a supervisor has somebody to serve; mostly that is no time.
        this.reapers = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                1,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> Thread.ofPlatform().daemon().name("supervisor-reaper").unstarted(work));
    }

    static HelperBinary load() throws IOException {
        try (var resource = HelperBinary.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IOException("the native helper is missing from the class path: " + RESOURCE);
            }
            return new HelperBinary(Memfd.executable("jcompose-helper", resource.readAllBytes()));
        }
    }

    /**
     * Starts a helper; its number is released when it has ended.
     *
     * @param name shown in the process list
     * @param descriptors what it gets from number 3 on
     */
    void start(String name, List<Fd> descriptors) throws IOException {
        spawn(List.of("jcompose-supervisor", name), descriptors).release();
    }

    /**
     * Starts a helper that makes a network namespace and holds it; as {@link #start}.
     *
     * @param user file of the user namespace that it is to belong to, or of none: then that is made, too
     * @return to be released
     */
    Helper startHolder(Fd listener, Optional<Path> user) throws IOException {
        var argv = new ArrayList<String>(List.of("jcompose-supervisor", "hold-namespaces"));
        user.ifPresent(path -> argv.add(path.toString()));
        return spawn(argv, List.of(listener));
    }

    /** A helper whose number is nobody else's until it is released; then, until it ends. */
    record Helper(int pid, CompletableFuture<Integer> reaper) {
        void release() {
            reaper.complete(pid);
        }
    }

    private Helper spawn(List<String> argv, List<Fd> descriptors) throws IOException {
        var reaper = new CompletableFuture<Integer>();
        // First: a helper for which there is no reaper would stay as a zombie.
        reap(reaper);
        try {
            return new Helper(Spawn.start(file, argv, descriptors), reaper);
        } catch (IOException | RuntimeException e) {
            reaper.cancel(false);
            throw e;
        }
    }

    private void reap(CompletableFuture<Integer> helper) throws ErrnoException {
        try {
            reapers.execute(() -> {
                try {
                    Spawn.reap(helper.join());
                } catch (CancellationException e) {
                    // It could not be started.
                } catch (IOException e) {
                    throw new IllegalStateException("a helper that was started here is no child of this process", e);
                }
            });
        } catch (OutOfMemoryError e) {
            throw NativeThread.refused("supervisor-reaper", e);
        }
    }

    @Override
    public void close() {
        reapers.shutdown();
        file.close();
    }
}
