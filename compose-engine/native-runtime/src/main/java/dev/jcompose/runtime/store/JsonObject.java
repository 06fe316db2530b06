package dev.jcompose.runtime.store;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * An immutable JSON object (RFC 8259) that keeps the order of its members. A member that is {@code null} reads as absent;
 * a member of another type than asked for is a {@link MalformedJsonException} that names it.
 *
 * <p>Streaming on purpose: data binding by reflection costs more at start than everything the engine stores.
 */
public final class JsonObject {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(16 * 1024 * 1024)
                    .build())
            .build();
    private static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

    private static final Null NULL = new Null();

    private final SequencedMap<String, Object> members;

    private record Null() {}

    private JsonObject(SequencedMap<String, Object> members) {
        this.members = Collections.unmodifiableSequencedMap(members);
    }

    public static JsonObject empty() {
        return EMPTY;
    }

    /**
     * Reads one object and nothing behind it.
     *
     * @throws MalformedJsonException if the bytes are not exactly one JSON object
     */
    public static JsonObject parse(byte[] bytes) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            return parseOne(parser);
        } catch (JacksonException e) {
            throw new MalformedJsonException("not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** As {@link #parse(byte[])}, for a stream whose length the caller has bounded. The stream is left open. */
    public static JsonObject parse(InputStream in) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
            return parseOne(parser);
        } catch (JacksonException e) {
            throw new MalformedJsonException("not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads an array of objects, as Docker's {@code manifest.json} is. */
    public static List<JsonObject> parseArray(byte[] bytes) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            if (readValue(parser) instanceof List<?> list) {
                return castAll("array", list, JsonObject.class);
            }
            throw new MalformedJsonException("expected a JSON array");
        } catch (JacksonException e) {
            throw new MalformedJsonException("not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    public static Builder builder() {
        return new Builder(new LinkedHashMap<>());
    }

    /** A builder that starts with the members of this object. */
    public Builder toBuilder() {
        return new Builder(new LinkedHashMap<>(members));
    }

    public SequencedSet<String> names() {
        return members.sequencedKeySet();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member as it was read: String, Long, Double, Boolean, JsonObject or List of these. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(members.get(name));
    }

    public Optional<String> string(String name) throws MalformedJsonException {
        return Optional.ofNullable(member(name, String.class));
    }

    /** The string, or {@code ""} where it is absent, as most documents of the field mean it. */
    public String stringOrEmpty(String name) throws MalformedJsonException {
        return string(name).orElse("");
    }

    public String requireString(String name) throws MalformedJsonException {
        return string(name).orElseThrow(() -> missing(name));
    }

    public OptionalLong number(String name) throws MalformedJsonException {
        Long value = member(name, Long.class);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public long numberOrZero(String name) throws MalformedJsonException {
        return number(name).orElse(0);
    }

    /** As {@link #number}, for amounts that fit 32 bits: others are malformed. */
    public OptionalInt integer(String name) throws MalformedJsonException {
        OptionalLong number = number(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.getAsLong();
        if (value != (int) value) {
            throw new MalformedJsonException("\"" + name + "\" is out of range: " + value);
        }
        return OptionalInt.of((int) value);
    }

    public int integerOrZero(String name) throws MalformedJsonException {
        return integer(name).orElse(0);
    }

    public long requireNumber(String name) throws MalformedJsonException {
        return number(name).orElseThrow(() -> missing(name));
    }

    /** Whether the member is present and {@code true}. */
    public boolean isTrue(String name) throws MalformedJsonException {
        return Boolean.TRUE.equals(member(name, Boolean.class));
    }

    /** An RFC 3339 time. */
    public Optional<Instant> time(String name) throws MalformedJsonException {
        Optional<String> text = string(name);
        if (text.isEmpty() || text.get().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
        } catch (DateTimeParseException e) {
            throw new MalformedJsonException("\"" + name + "\" is not an RFC 3339 time: " + text.get(), e);
        }
    }

    /** A duration in nanoseconds, as the Docker API writes them; zero where absent. */
    public Duration nanos(String name) throws MalformedJsonException {
        return Duration.ofNanos(numberOrZero(name));
    }

    public Optional<JsonObject> object(String name) throws MalformedJsonException {
        return Optional.ofNullable(member(name, JsonObject.class));
    }

    /** The object, or an empty one where it is absent. */
    public JsonObject objectOrEmpty(String name) throws MalformedJsonException {
        return object(name).orElse(EMPTY);
    }

    public JsonObject requireObject(String name) throws MalformedJsonException {
        return object(name).orElseThrow(() -> missing(name));
    }

    /** The array of strings; empty where absent. */
    public List<String> strings(String name) throws MalformedJsonException {
        return list(name, String.class);
    }

    /** The array of objects; empty where absent. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        return list(name, JsonObject.class);
    }

    /** The object whose members are all strings; empty where absent. */
    public SequencedMap<String, String> stringMap(String name) throws MalformedJsonException {
        var result = new LinkedHashMap<String, String>();
        JsonObject object = objectOrEmpty(name);
        for (String key : object.names()) {
            result.put(key, object.stringOrEmpty(key));
        }
        return Collections.unmodifiableSequencedMap(result);
    }

    /** Compact UTF-8. */
    public byte[] toBytes() {
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeValue(generator, this);
        }
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return new String(toBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    private <T> @Nullable T member(String name, Class<T> type) throws MalformedJsonException {
        Object value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw new MalformedJsonException("\"" + name + "\" is not " + describe(type) + ": " + value);
        }
        return type.cast(value);
    }

    private <T> List<T> list(String name, Class<T> type) throws MalformedJsonException {
        List<?> values = member(name, List.class);
        return values == null ? List.of() : castAll(name, values, type);
    }

    private static <T> List<T> castAll(String name, List<?> values, Class<T> type) throws MalformedJsonException {
        var result = new ArrayList<T>(values.size());
        for (Object value : values) {
            if (!type.isInstance(value)) {
                throw new MalformedJsonException(
                        "an element of \"" + name + "\" is not " + describe(type) + ": " + value);
            }
            result.add(type.cast(value));
        }
        return Collections.unmodifiableList(result);
    }

    private static String describe(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "a string";
            case "Long" -> "a whole number";
            case "Boolean" -> "true or false";
            case "List" -> "an array";
            default -> "an object";
        };
    }

    private static MalformedJsonException missing(String name) {
        return new MalformedJsonException("\"" + name + "\" is missing");
    }

    private static JsonObject parseOne(JsonParser parser) throws MalformedJsonException {
        parser.nextToken();
        Object value = readValue(parser);
        if (!(value instanceof JsonObject object)) {
            throw new MalformedJsonException("expected a JSON object");
        }
        if (parser.nextToken() != null) {
            throw new MalformedJsonException("more text follows the JSON object");
        }
        return object;
    }

    /** The depth of the recursion is bounded by the parser's limit on nesting. */
    private static @Nullable Object readValue(JsonParser parser) throws MalformedJsonException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new MalformedJsonException("the JSON text ends early");
        }
        return switch (token) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    Object value = readValue(parser);
                    if (value != null) {
                        members.put(name, value);
                    }
                }
                yield new JsonObject(members);
            }
            case START_ARRAY -> {
                var elements = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object value = readValue(parser);
                    if (value != null) {
                        elements.add(value);
                    }
                }
                yield Collections.unmodifiableList(elements);
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new MalformedJsonException("unexpected " + token);
        };
    }

    private static void writeValue(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case Null nothing -> generator.writeNull();
            case JsonObject object -> {
                generator.writeStartObject();
                object.members.forEach((name, member) -> {
                    generator.writeName(name);
                    writeValue(generator, member);
                });
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(element -> writeValue(generator, element));
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Boolean flag -> generator.writeBoolean(flag);
            default -> throw new IllegalStateException("not a JSON value: " + value.getClass());
        }
    }

    /** Collects members in order; setting one again replaces it in its place. Not for use by several threads. */
    public static final class Builder {
        private final SequencedMap<String, Object> members;

        private Builder(SequencedMap<String, Object> members) {
            this.members = members;
        }

        public Builder put(String name, String value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, long value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, boolean value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, JsonObject value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, Instant value) {
            return put(name, value.toString());
        }

        /** Writes nanoseconds, as the Docker API does. */
        public Builder putNanos(String name, Duration value) {
            return put(name, value.toNanos());
        }

        public Builder putIfPresent(String name, Optional<String> value) {
            value.ifPresent(text -> put(name, text));
            return this;
        }

        public Builder putStrings(String name, Collection<String> values) {
            members.put(name, List.copyOf(values));
            return this;
        }

        public Builder putObjects(String name, Collection<JsonObject> values) {
            members.put(name, List.copyOf(values));
            return this;
        }

        /** Writes {@code null}, where its presence says something; it reads as absent. */
        public Builder putNull(String name) {
            members.put(name, NULL);
            return this;
        }

        /** An array of arrays of strings. */
        public Builder putTable(String name, Collection<List<String>> rows) {
            members.put(name, List.copyOf(rows));
            return this;
        }

        public Builder putNumbers(String name, Collection<Long> values) {
            members.put(name, List.copyOf(values));
            return this;
        }

        /** An array with one object for each of {@code values}. */
        public <T> Builder putEach(String name, Collection<T> values, Function<? super T, JsonObject> toJson) {
            var objects = new ArrayList<JsonObject>(values.size());
            values.forEach(value -> objects.add(toJson.apply(value)));
            return putObjects(name, objects);
        }

        public Builder putStringMap(String name, Map<String, String> values) {
            members.put(name, new JsonObject(new LinkedHashMap<>(values)));
            return this;
        }

        /** An object with one empty object per name: how Go writes a set. */
        public Builder putNames(String name, Collection<String> names) {
            var object = new LinkedHashMap<String, Object>();
            names.forEach(each -> object.put(each, EMPTY));
            members.put(name, new JsonObject(object));
            return this;
        }

        /** Takes a member over from another object, whatever it is. */
        public Builder putValueOf(JsonObject other, String name) {
            other.value(name).ifPresent(value -> members.put(name, value));
            return this;
        }

        public Builder remove(String name) {
            members.remove(name);
            return this;
        }

        public JsonObject build() {
            return new JsonObject(new LinkedHashMap<>(members));
        }
    }
}
