package dev.jcompose.engine.docker.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object under construction. What is absent, empty, 0 or false is left out unless a method says otherwise. */
public final class JsonObject {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Object> fields = new LinkedHashMap<>();

    public JsonObject text(String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
        return this;
    }

    public JsonObject text(String name, Optional<String> value) {
        return text(name, value.orElse(""));
    }

    public JsonObject number(String name, long value) {
        return value == 0 ? this : exactly(name, value);
    }

    /** Also 0. */
    public JsonObject exactly(String name, long value) {
        fields.put(name, value);
        return this;
    }

    public JsonObject flag(String name, boolean value) {
        return value ? exactly(name, true) : this;
    }

    /** Also false. */
    public JsonObject exactly(String name, boolean value) {
        fields.put(name, value);
        return this;
    }

    public JsonObject texts(String name, List<String> values) {
        return values.isEmpty() ? this : exactly(name, values);
    }

    /** Also empty. */
    public JsonObject exactly(String name, List<String> values) {
        fields.put(name, List.copyOf(values));
        return this;
    }

    public JsonObject textMap(String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            fields.put(name, new LinkedHashMap<>(values));
        }
        return this;
    }

    public JsonObject object(String name, JsonObject value) {
        return value.fields.isEmpty() ? this : exactly(name, value);
    }

    /** Also empty. */
    public JsonObject exactly(String name, JsonObject value) {
        fields.put(name, value);
        return this;
    }

    public JsonObject objects(String name, List<JsonObject> values) {
        if (!values.isEmpty()) {
            fields.put(name, List.copyOf(values));
        }
        return this;
    }

    /** Adds to an array of objects. */
    @SuppressWarnings("unchecked")
    public JsonObject add(String name, JsonObject value) {
        ((List<Object>) fields.computeIfAbsent(name, n -> new ArrayList<>())).add(value);
        return this;
    }

    /** An array of arrays of texts; also empty. */
    public JsonObject rows(String name, List<List<String>> values) {
        fields.put(name, List.copyOf(values));
        return this;
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The object as JSON text. */
    public String json() {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, this);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Object value) {
        switch (value) {
            case JsonObject object -> writeMap(out, object.fields);
            case Map<?, ?> map -> writeMap(out, map);
            case List<?> list -> {
                out.writeStartArray();
                list.forEach(element -> write(out, element));
                out.writeEndArray();
            }
            case Boolean flag -> out.writeBoolean(flag);
            case Long number -> out.writeNumber(number);
            default -> out.writeString(value.toString());
        }
    }

    private static void writeMap(JsonGenerator out, Map<?, ?> map) {
        out.writeStartObject();
        map.forEach((name, value) -> {
            out.writeName(name.toString());
            write(out, value);
        });
        out.writeEndObject();
    }

    @Override
    public String toString() {
        return json();
    }
}
