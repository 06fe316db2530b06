package dev.jcompose.runtime.log;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one container: its rotated files ({@code file.2}, {@code file.1}) from the oldest, then the current one.
 * A follower wakes when the directory changes (inotify), goes along with rotation, and ends when it is told that the
 * container has ended.
 */
public final class LogReader implements AutoCloseable {
    /** Below this size, reading all is as fast as searching. */
    private static final long SEARCH_FROM = 256 * 1024;

    private final Path file;
    private final LogQuery query;
    private final Clock clock;
    private final @Nullable WatchService watch;
    /** Opened before anything was read, so that a rotation meanwhile loses nothing; oldest first, the last is current. */
    private final Deque<LogLines> files = new ArrayDeque<>();

    private volatile boolean containerEnded;
    private volatile boolean closed;
    private boolean finished;
    /** Which file the last of {@link #files} is, to see that another one took its name. */
    private Object currentKey;

    /** The file that was read has been rotated away, and its last lines were read after that. */
    private boolean drained;

    private LogReader(Path file, LogQuery query, Clock clock) throws IOException {
        this.file = file;
        this.query = query;
        this.clock = clock;
        this.watch = query.follow() == LogQuery.Follow.FOLLOW ? watchDirectory(file) : null;
        this.currentKey = "";
        try {
            openFiles();
            position();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens a log; a file that does not exist (yet) is an empty one.
     *
     * @param file the current file; rotated ones have a dot and a number more
     */
    public static LogReader open(Path file, LogQuery query) throws IOException {
        return new LogReader(file, query, Clock.systemUTC());
    }

    /**
     * The next entry. Waits for one if the query follows.
     *
     * @return empty at the end, and from then on
     */
    public Optional<LogEntry> next() throws IOException, InterruptedException {
        while (!finished && !closed) {
            boolean wasEnded = containerEnded; // read before the file: what was written before the end is not missed
            var entry = nextStored();
            if (entry.isPresent()) {
                if (query.isPast(entry.get())) {
                    break;
                }
                if (query.wants(entry.get())) {
                    return entry;
                }
            } else if (query.follow() == LogQuery.Follow.NONE || wasEnded || !await()) {
                break;
            }
        }
        finished = true;
        return Optional.empty();
    }

    /** Tells a follower that nothing more will be written: it gives what is left and ends. From any thread. */
    public void containerEnded() throws IOException {
        containerEnded = true;
        if (watch != null) {
            watch.close();
        }
    }

    /** Ends a reader that waits in {@link #next()}, from any thread; files are closed by the reading thread's next call. */
    @Override
    public void close() throws IOException {
        closed = true;
        if (watch != null) {
            watch.close();
        }
        synchronized (files) {
            for (var lines : files) {
                lines.close();
            }
        }
    }

    private Optional<LogEntry> nextStored() throws IOException {
        while (true) {
            LogLines lines;
            synchronized (files) {
                if (closed || files.isEmpty()) {
                    return Optional.empty();
                }
                lines = files.getFirst();
            }
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                var entry = LogFormat.parse(line.get());
                if (entry.isPresent()) {
                    return entry;
                }
            }
            if (!advance(lines)) {
                return Optional.empty();
            }
        }
    }

    /** Goes on to the file after the one read to its end; false if there is nothing more now. */
    private boolean advance(LogLines exhausted) throws IOException {
        synchronized (files) {
            if (files.size() > 1) {
                files.removeFirst().close();
                return true;
            }
            if (query.follow() == LogQuery.Follow.NONE) {
                return false;
            }
            if (exhausted.size() < exhausted.position()) { // emptied in place: max-file is 1
                exhausted.seek(0);
                return true;
            }
            var before = currentKey;
            if (before.equals(keyOf(file))) {
                return false;
            }
            if (!drained) { // what was written between our last look and the rename is in the file we have open
                drained = true;
                return true;
            }
            var newer = filesNewerThan(before);
            if (newer.isEmpty()) {
                return false;
            }
            drained = false;
            files.removeFirst().close();
            files.addAll(newer);
            return true;
        }
    }

    private boolean await() throws IOException, InterruptedException {
        var service = watch;
        if (service == null) {
            return false;
        }
        if (files.isEmpty()) { // the first file may appear after its follower
            openFiles();
            if (!files.isEmpty()) {
                return true;
            }
        }
        try {
            var key = query.until().isEmpty()
                    ? service.take()
                    : service.poll(
                            Math.max(
                                    0,
                                    Duration.between(
                                                    clock.instant(),
                                                    query.until().get())
                                            .toMillis()),
                            TimeUnit.MILLISECONDS);
            if (key == null) {
                return false; // the time is over
            }
            key.pollEvents();
            key.reset();
            return true;
        } catch (ClosedWatchServiceException e) {
            return containerEnded && !closed; // once more over what is left
        }
    }

    private void openFiles() throws IOException {
        synchronized (files) {
            files.addAll(filesNewerThan(""));
        }
    }

    /** Opens, oldest first, the files that are newer than the one with that key; all if none has it any more. */
    private List<LogLines> filesNewerThan(Object key) throws IOException {
        List<LogLines> opened = new ArrayList<>();
        try {
            for (int number = 0; ; number++) {
                var path = number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
                var found = keyOf(path);
                if (found.equals("") || found.equals(key)) {
                    break;
                }
                opened.addFirst(LogLines.open(path));
                if (number == 0) {
                    currentKey = found;
                }
            }
        } catch (NoSuchFileException e) {
            return opened; // rotated away while we looked
        }
        return opened;
    }

    private static Object keyOf(Path path) throws IOException {
        try {
            var key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static WatchService watchDirectory(Path file) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("not a file: " + file);
        }
        var service = directory.getFileSystem().newWatchService();
        directory.register(service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
        return service;
    }

    /** Goes to where the query begins, without reading what comes before where that can be avoided. */
    private void position() throws IOException {
        if (query.tail().isPresent()) {
            LogTail.seek(files, query.tail().getAsLong());
        } else if (query.since().isPresent()) {
            for (var lines : files) {
                if (lines.size() > SEARCH_FROM) {
                    LogTail.seekTime(lines, query.since().get());
                }
            }
        }
    }
}
