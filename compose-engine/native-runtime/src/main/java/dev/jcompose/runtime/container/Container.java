package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.Attachment;
import dev.jcompose.runtime.launch.Supervised;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container of this engine: what it is and how it fares, at any moment. Whoever changes either holds {@link #lock}; for
 * reading, {@link #record} and {@link #state} are each consistent in themselves.
 */
public final class Container {
    /** Between attempts to write a state: nothing tells when a full disk has room again. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final ContainerFiles files;
    private final Consumer<String> log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, ExecSession> execs = new ConcurrentHashMap<>();
    private final CompletableFuture<RunState> removed = new CompletableFuture<>();
    private final List<CompletableFuture<Attachment>> waitingToAttach = new ArrayList<>();

    private volatile ContainerRecord record;
    private volatile RunState state;
    private volatile @Nullable Supervised process;
    private volatile CompletableFuture<RunState> exit = new CompletableFuture<>();
    private volatile @Nullable Thread healthMonitor;
    private volatile @Nullable Thread pendingRestart;
    private boolean unsaved;
    private boolean restartCancelled;
    private boolean keptWhenEnded;

    /** @param log takes a line when the state cannot be written */
    Container(ContainerFiles files, ContainerRecord record, RunState state, Consumer<String> log) {
        this.files = files;
        this.log = log;
        this.record = record;
        this.state = state;
    }

    public String id() {
        return record.id();
    }

    public ContainerRecord record() {
        return record;
    }

    public RunState state() {
        return state;
    }

    /** Its log, in Docker's json-file format. */
    public Path logFile() {
        return files.log();
    }

    /** Its generated /etc/hosts, /etc/hostname and /etc/resolv.conf on the host; absent before the first start. */
    public GeneratedFiles generatedFiles() {
        return new GeneratedFiles(files.hosts(), files.hostname(), files.resolvConf());
    }

    /** Where the generated files are. */
    public record GeneratedFiles(Path hosts, Path hostname, Path resolvConf) {}

    /** Where it writes: the upper directory of its overlay. */
    public Path upper() {
        return files.upper();
    }

    /** Ids of its exec instances that have not been forgotten yet. */
    public List<String> execIds() {
        return execs.values().stream()
                .filter(exec -> exec.state() instanceof ExecSession.State.Running)
                .map(ExecSession::id)
                .toList();
    }

    ContainerFiles files() {
        return files;
    }

    ReentrantLock lock() {
        return lock;
    }

    Map<String, ExecSession> execs() {
        return execs;
    }

    /** The first process, while there is one. */
    Optional<Supervised> process() {
        return Optional.ofNullable(process);
    }

    /** Whether this is the process of the present run, and not one that ended before. */
    @SuppressWarnings("ReferenceEquality") // it is about this very run
    boolean isRunning(Supervised candidate) {
        return process == candidate;
    }

    void setProcess(@Nullable Supervised newProcess) {
        process = newProcess;
    }

    void save(ContainerRecord newRecord) throws IOException {
        files.write(newRecord);
        record = newRecord;
    }

    /**
     * Changes the state. It tells what has happened already, so a disk that is full does not undo it: the state is then written as
     * soon as that can be done.
     */
    void save(RunState newState) {
        state = newState;
        try {
            files.write(newState);
        } catch (IOException e) {
            if (!unsaved) {
                unsaved = true;
                log.accept("state of " + record.name() + " is not on the disk yet: " + e.getMessage());
                Thread.ofVirtual().name("save-" + record.shortId()).start(this::saveLater);
            }
        }
    }

    private void saveLater() {
        try {
            for (Duration pause = FIRST_RETRY; !saveNow(); pause = longer(pause)) {
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; were it so, the next change of the state would be written as any other.
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : twice;
    }

    /** Writes what could not be written, if there is such a thing and the container still exists. */
    private boolean saveNow() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!removed.isDone()) {
                files.write(state);
            }
            unsaved = false;
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Completes with the state after the present or next run. */
    public CompletableFuture<RunState> nextExit() {
        return exit.copy();
    }

    CompletableFuture<RunState> removal() {
        return removed;
    }

    /** Tells those who wait for the end of the run, and begins to count anew. */
    void announceExit() {
        var ended = exit;
        exit = new CompletableFuture<>();
        ended.complete(state);
    }

    Optional<Thread> healthMonitor() {
        return Optional.ofNullable(healthMonitor);
    }

    void setHealthMonitor(@Nullable Thread monitor) {
        healthMonitor = monitor;
    }

    Optional<Thread> pendingRestart() {
        return Optional.ofNullable(pendingRestart);
    }

    void setPendingRestart(@Nullable Thread restart) {
        pendingRestart = restart;
    }

    /** Whether somebody ended the present run, so that no policy begins another. */
    boolean isRestartCancelled() {
        return restartCancelled;
    }

    void setRestartCancelled(boolean cancelled) {
        restartCancelled = cancelled;
    }

    /** Whether the present run ends only to begin anew, so that {@code --rm} does not apply. */
    boolean isKeptWhenEnded() {
        return keptWhenEnded;
    }

    void setKeptWhenEnded(boolean kept) {
        keptWhenEnded = kept;
    }

    /** Those who attached before there was a process. */
    List<CompletableFuture<Attachment>> waitingToAttach() {
        return waitingToAttach;
    }

    /** Fails unless it has a process: 409 in the API. */
    Supervised requireProcess() throws ContainerException {
        var present = process;
        if (present == null || !state.hasProcess()) {
            throw ContainerException.conflict("container " + id() + " is not running");
        }
        return present;
    }
}
