package dev.jcompose.engine.docker.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Values that follow each other on one stream, taken one by one as they arrive. For use by one thread. */
public final class JsonStream implements AutoCloseable {
    private final InputStream in;
    private @Nullable JsonParser parser;

    public JsonStream(InputStream in) {
        this.in = in;
    }

    /**
     * Waits for the next value.
     *
     * @return empty at the end of the stream
     */
    public <T> Optional<T> next(Function<JsonCursor, T> reader) throws IOException {
        try {
            if (parser == null) {
                parser = JsonCursor.parser(in); // waits for the first bytes to know the encoding
            }
            return parser.nextToken() == null ? Optional.empty() : Optional.of(new JsonCursor(parser).visiting(reader));
        } catch (JacksonException e) {
            throw JsonCursor.asIo(e);
        }
    }

    /** Closes the stream under it. */
    @Override
    public void close() throws IOException {
        in.close();
    }
}
