package dev.jcompose.runtime.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a line of the json-file format: {@code {"log":"text\n","stream":"stdout","time":"2026-01-02T03:04:05.6Z"}}. */
final class LogFormat {
    private static final JsonFactory JSON = new JsonFactory();

    private LogFormat() {}

    /** The entry; empty for a line that is none, as a supervisor that was killed while it wrote may leave behind. */
    static Optional<LogEntry> parse(byte[] line) {
        String text = "";
        var stream = LogStream.STDOUT;
        Instant time = Instant.EPOCH;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "log" -> text = parser.getString();
                    case "stream" -> stream = parser.getString().equals("stderr") ? LogStream.STDERR : LogStream.STDOUT;
                    case "time" -> time = Instant.parse(parser.getString());
                    default -> parser.skipChildren();
                }
            }
            return Optional.of(new LogEntry(time, stream, text.getBytes(StandardCharsets.UTF_8)));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
