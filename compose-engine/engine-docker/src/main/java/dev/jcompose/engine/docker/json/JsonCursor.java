package dev.jcompose.engine.docker.json;

import dev.jcompose.model.value.Copies;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * Stands on one value of a JSON text and reads it. Values of another kind than asked for read as empty, 0 or false, as the
 * Engine API writes null for them; values nobody reads are skipped.
 */
public final class JsonCursor {
    /** Leaves streams open: what follows a value on a connection is the business of who opened it. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private final JsonParser parser;

    JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a text that is one value. The stream is not closed and may be read beyond the value.
     *
     * @throws IOException when the stream fails or is not JSON
     */
    public static <T> T read(InputStream in, Function<JsonCursor, T> reader) throws IOException {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            if (parser.nextToken() == null) {
                throw new IOException("the engine answered with nothing where JSON was due");
            }
            return reader.apply(new JsonCursor(parser));
        } catch (JacksonException e) {
            throw asIo(e);
        }
    }

    /** Reads a text that is one value. */
    public static <T> T read(byte[] text, Function<JsonCursor, T> reader) throws IOException {
        return read(new java.io.ByteArrayInputStream(text), reader);
    }

    /**
     * Reads a stream of values, each as soon as it is complete, until the end of the stream.
     *
     * @throws IOException when the stream fails or is not JSON
     */
    public static void readEach(InputStream in, Consumer<JsonCursor> reader) throws IOException {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            var cursor = new JsonCursor(parser);
            while (parser.nextToken() != null) {
                cursor.visit(() -> reader.accept(cursor));
            }
        } catch (JacksonException e) {
            throw asIo(e);
        }
    }

    static JsonParser parser(InputStream in) throws IOException {
        try {
            return FACTORY.createParser(ObjectReadContext.empty(), in);
        } catch (JacksonException e) {
            throw asIo(e);
        }
    }

    static IOException asIo(JacksonException e) {
        if (e instanceof JacksonIOException io && io.getCause() != null) {
            return io.getCause();
        }
        return new IOException("not the JSON that was due: " + e.getOriginalMessage(), e);
    }

    /** Calls {@code field} for each field of an object, standing on its value. */
    public void object(Consumer<String> field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String key = name;
            parser.nextToken();
            visit(() -> field.accept(key));
        }
    }

    /** Calls {@code element} for each element of an array, standing on it. */
    public void array(Runnable element) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            visit(element);
        }
    }

    <T> T visiting(Function<JsonCursor, T> reader) {
        long before = parser.currentTokenCount();
        T result = reader.apply(this);
        if (parser.currentTokenCount() == before) {
            parser.skipChildren();
        }
        return result;
    }

    /** Skips what the visitor left unread. */
    private void visit(Runnable visitor) {
        long before = parser.currentTokenCount();
        visitor.run();
        if (parser.currentTokenCount() == before) {
            parser.skipChildren();
        }
    }

    /** A text, or a number as its digits; empty for anything else. */
    public String text() {
        @Nullable JsonToken token = parser.currentToken();
        boolean scalar = token == JsonToken.VALUE_STRING || (token != null && token.isNumeric());
        return scalar ? parser.getString() : "";
    }

    public boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** A whole number, also one in quotes; fractions are cut off. */
    public long number() {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT -> {
                // Some counters are unsigned 64 bit numbers: the largest of them means "no limit".
                var value = parser.getNumberValue();
                yield value instanceof java.math.BigInteger ? Long.MAX_VALUE : value.longValue();
            }
            case VALUE_NUMBER_FLOAT -> (long) parser.getDoubleValue();
            case VALUE_STRING -> parse(parser.getString());
            case null, default -> 0;
        };
    }

    private static long parse(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public double real() {
        @Nullable JsonToken token = parser.currentToken();
        return token != null && token.isNumeric() ? parser.getDoubleValue() : 0;
    }

    /** A truth value, also as text. */
    public boolean truth() {
        return parser.currentToken() == JsonToken.VALUE_TRUE
                || text().toLowerCase(Locale.ROOT).equals("true");
    }

    /** The texts of an array. */
    public List<String> texts() {
        var values = new ArrayList<String>();
        array(() -> values.add(text()));
        return List.copyOf(values);
    }

    /** The texts of an object by name, in order. */
    public SequencedMap<String, String> textMap() {
        var values = new LinkedHashMap<String, String>();
        object(name -> values.put(name, text()));
        return Copies.of(values);
    }
}
