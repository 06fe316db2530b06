package dev.jcompose.engine.operation;

import dev.jcompose.engine.OutputSink;
import dev.jcompose.planner.resource.ResourceRef;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Cuts output into lines, and takes the time off their front where the engine puts one there. */
final class OutputLines implements OutputSink {
    private final ResourceRef.OfContainer container;
    private final LogSink sink;
    private final Stamp stamp;
    private final Map<Channel, ByteArrayOutputStream> open = new EnumMap<>(Channel.class);

    /** Where the time of a line comes from. */
    sealed interface Stamp {
        /** The engine wrote it, and a space, before each line. */
        record Prefix() implements Stamp {}

        /** It is the time of arrival. */
        record Arrival(Clock clock) implements Stamp {}
    }

    OutputLines(ResourceRef.OfContainer container, LogSink sink, Stamp stamp) {
        this.container = container;
        this.sink = sink;
        this.stamp = stamp;
    }

    @Override
    public void write(Channel channel, byte[] bytes) {
        var line = open.computeIfAbsent(channel, c -> new ByteArrayOutputStream());
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, begin, i - begin);
                emit(channel, line.toByteArray());
                line.reset();
                begin = i + 1;
            }
        }
        line.write(bytes, begin, bytes.length - begin);
    }

    /** Delivers lines that have no end; the container has ended without a newline. */
    void flush() {
        open.forEach((channel, line) -> {
            if (line.size() > 0) {
                emit(channel, line.toByteArray());
                line.reset();
            }
        });
    }

    private void emit(Channel channel, byte[] line) {
        // A terminal ends its lines with a carriage return too.
        byte[] text = line.length > 0 && line[line.length - 1] == '\r' ? Arrays.copyOf(line, line.length - 1) : line;
        switch (stamp) {
            case Stamp.Arrival(Clock clock) ->
                sink.accept(new LogLine(container, channel, Optional.of(clock.instant()), text));
            case Stamp.Prefix() -> emitStamped(channel, text);
        }
    }

    private void emitStamped(Channel channel, byte[] line) {
        int space = 0;
        while (space < line.length && line[space] != ' ') {
            space++;
        }
        try {
            var at = Instant.parse(new String(line, 0, space, StandardCharsets.US_ASCII));
            byte[] text = space < line.length ? Arrays.copyOfRange(line, space + 1, line.length) : new byte[0];
            sink.accept(new LogLine(container, channel, Optional.of(at), text));
        } catch (DateTimeParseException e) {
            // Log drivers may cut very long lines and stamp the first part only.
            sink.accept(new LogLine(container, channel, Optional.empty(), line));
        }
    }
}
