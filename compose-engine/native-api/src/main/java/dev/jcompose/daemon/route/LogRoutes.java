package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.wire.Times;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.log.LogEntry;
import dev.jcompose.runtime.log.LogQuery;
import dev.jcompose.runtime.log.LogReader;
import dev.jcompose.runtime.log.LogStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** {@code GET /containers/{id}/logs}. */
public final class LogRoutes implements Route.Group {
    private static final int AHEAD = 256;

    private final Containers containers;
    private final Clock clock;

    public LogRoutes(Containers containers, Clock clock) {
        this.containers = containers;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/containers/{id}/logs", this::logs);
    }

    private void logs(Call call) throws Exception {
        Container container = containers.get(call.path("id"));
        var streams = EnumSet.noneOf(LogStream.class);
        if (call.query().flag("stdout")) {
            streams.add(LogStream.STDOUT);
        }
        if (call.query().flag("stderr")) {
            streams.add(LogStream.STDERR);
        }
        if (streams.isEmpty()) {
            throw new HttpException(400, "Bad parameters: you must choose at least one stream");
        }
        if (container.record().host().logConfig().type().equals("none")) {
            throw new HttpException(500, "configured logging driver does not support reading");
        }
        boolean terminal = container.record().config().tty();
        var ended = container.nextExit();
        boolean follows = call.query().flag("follow") && container.state().hasProcess();
        var query = query(call, streams, follows ? LogQuery.Follow.FOLLOW : LogQuery.Follow.NONE);
        var lines = new Lines(
                terminal, call.query().flag("timestamps"), call.query().flag("details"));
        try (LogReader reader = LogReader.open(container.logFile(), query);
                OutputStream out = call.exchange().stream(200, Frames.contentType(terminal, call.version()))) {
            if (!follows) {
                for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                    lines.write(entry.get(), out);
                }
                return;
            }
            var endReader = ended.thenAccept(state -> end(reader));
            try {
                call.exchange().cancelWhenClientLeaves();
                out.flush();
                follow(reader, lines, out);
            } finally {
                endReader.cancel(false);
                ended.cancel(false);
            }
        }
    }

    private static void end(LogReader reader) {
        try {
            reader.containerEnded();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads on one thread and writes on another, so that what is there is sent the moment nothing more is. */
    private static void follow(LogReader reader, Lines lines, OutputStream out)
            throws IOException, InterruptedException {
        BlockingQueue<Optional<LogEntry>> ahead = new ArrayBlockingQueue<>(AHEAD);
        Thread reading = Thread.ofVirtual().name("log-follow").start(() -> {
            try {
                Optional<LogEntry> entry;
                do {
                    entry = reader.next();
                    ahead.put(entry);
                } while (entry.isPresent());
            } catch (IOException | InterruptedException e) {
                // The client has left, or the log is gone with its container.
                ahead.offer(Optional.empty());
            }
        });
        try {
            for (; ; ) {
                Optional<LogEntry> entry = ahead.poll();
                if (entry == null) {
                    out.flush();
                    entry = ahead.take();
                }
                if (entry.isEmpty()) {
                    return;
                }
                lines.write(entry.get(), out);
            }
        } finally {
            reading.interrupt();
        }
    }

    private LogQuery query(Call call, Set<LogStream> streams, LogQuery.Follow follow) {
        String tail = call.query().text("tail");
        OptionalLong lines = tail.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(tail)) : OptionalLong.empty();
        return new LogQuery(time(call, "since"), time(call, "until"), lines, streams, follow);
    }

    private Optional<Instant> time(Call call, String name) {
        return call.query()
                .get(name)
                .filter(text -> !text.isEmpty() && !text.equals("0"))
                .map(text -> TimePoint.time(text, clock.instant()));
    }

    /** Entries as the client wants them. A time comes before each line, not before each part of one. */
    static final class Lines {
        private final boolean terminal;
        private final boolean timestamps;
        private final boolean details;
        private final Set<LogStream> insideLine = EnumSet.noneOf(LogStream.class);

        /** @param details whether the attributes of the container come before each line: here it has none */
        Lines(boolean terminal, boolean timestamps, boolean details) {
            this.details = details;
            this.terminal = terminal;
            this.timestamps = timestamps;
        }

        void write(LogEntry entry, OutputStream out) throws IOException {
            byte[] payload = entry.bytes();
            if ((timestamps || details) && !insideLine.contains(entry.stream())) {
                String before = (timestamps ? Times.fixedWidth(entry.time()) + " " : "") + (details ? " " : "");
                byte[] prefix = before.getBytes(StandardCharsets.US_ASCII);
                payload = java.util.Arrays.copyOf(prefix, prefix.length + entry.bytes().length);
                System.arraycopy(entry.bytes(), 0, payload, prefix.length, entry.bytes().length);
            }
            if (entry.endsLine()) {
                insideLine.remove(entry.stream());
            } else {
                insideLine.add(entry.stream());
            }
            if (terminal) {
                out.write(payload);
            } else {
                out.write(Frames.frame(entry.stream() == LogStream.STDERR ? 2 : 1, payload)
                        .array());
            }
        }
    }
}
