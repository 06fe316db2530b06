package dev.jcompose.engine.docker.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Values that follow each other on one stream, taken one by one as they arrive. For use by one thread. */
public final class JsonStream implements AutoCloseable {
    private final JsonParser parser;
    private final JsonCursor cursor;

    public JsonStream(InputStream in) throws IOException {
        this.parser = JsonCursor.parser(in);
        this.cursor = new JsonCursor(parser);
    }

    /**
     * Waits for the next value.
     *
     * @return empty at the end of the stream
     */
    public <T> Optional<T> next(Function<JsonCursor, T> reader) throws IOException {
        try {
            return parser.nextToken() == null ? Optional.empty() : Optional.of(cursor.visiting(reader));
        } catch (JacksonException e) {
            throw JsonCursor.asIo(e);
        }
    }

    /** Closes the parser and the stream under it. */
    @Override
    public void close() {
        parser.close();
    }
}
