package dev.jcompose.model.print;

import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Durations;
import dev.jcompose.model.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Collects what a record prints, in order; what is empty, zero or false is left out, as Docker Compose does. */
final class TreeBuilder {

    private final Style style;
    private final LinkedHashMap<String, Value> entries = new LinkedHashMap<>();

    TreeBuilder(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    TreeBuilder put(String key, Value value) {
        entries.put(key, value);
        return this;
    }

    TreeBuilder text(String key, String value) {
        return value.isEmpty() ? this : put(key, new Value.Text(value));
    }

    TreeBuilder text(String key, Optional<?> value) {
        return value.isEmpty() ? this : text(key, value.get().toString());
    }

    TreeBuilder flag(String key, boolean value) {
        return value ? put(key, new Value.Bool(true)) : this;
    }

    TreeBuilder flag(String key, Optional<Boolean> value) {
        return value.isEmpty() ? this : put(key, new Value.Bool(value.get()));
    }

    TreeBuilder number(String key, long value) {
        return value == 0 ? this : put(key, Value.Whole.of(value));
    }

    TreeBuilder number(String key, OptionalLong value) {
        return value.isEmpty() ? this : put(key, Value.Whole.of(value.getAsLong()));
    }

    TreeBuilder number(String key, OptionalInt value) {
        return value.isEmpty() ? this : put(key, Value.Whole.of(value.getAsInt()));
    }

    TreeBuilder fraction(String key, float value) {
        return value == 0 ? this : put(key, new Value.Real32(value));
    }

    TreeBuilder size(String key, Optional<ByteSize> value) {
        // A negative size is read only as a number; the JSON of Docker Compose has it as a text all the same.
        boolean sentinel = value.isPresent() && value.get().bytes() < 0;
        return sentinel && style == Style.YAML
                ? put(key, Value.Whole.of(value.get().bytes()))
                : text(key, value);
    }

    TreeBuilder duration(String key, Optional<Duration> value) {
        return value.isEmpty() ? this : put(key, new Value.Text(Durations.print(value.get())));
    }

    TreeBuilder duration(String key, Duration value) {
        return value.isZero() ? this : put(key, new Value.Text(Durations.print(value)));
    }

    TreeBuilder texts(String key, List<String> values) {
        return values.isEmpty() ? this : put(key, texts(values));
    }

    static Value texts(List<String> values) {
        return new Value.Items(values.stream().<Value>map(Value.Text::new).toList());
    }

    /** A command: JSON shows that there is none. */
    TreeBuilder command(String key, Optional<List<String>> words) {
        if (words.isPresent()) {
            return put(key, texts(words.get()));
        }
        return style == Style.JSON ? put(key, new Value.Null()) : this;
    }

    TreeBuilder pairs(String key, Map<String, String> values) {
        return map(key, values, Value.Text::new);
    }

    TreeBuilder variables(String key, Map<String, Optional<String>> values) {
        return map(key, values, value -> value.isPresent() ? new Value.Text(value.get()) : new Value.Null());
    }

    <T> TreeBuilder map(String key, Map<String, T> values, Function<T, Value> print) {
        return values.isEmpty() ? this : put(key, sorted(values, print, style));
    }

    static <T> Value.Entries sorted(Map<String, T> values, Function<T, Value> print, Style style) {
        var result = new LinkedHashMap<String, Value>();
        var ordered = new TreeMap<String, T>(style.keyOrder());
        ordered.putAll(values);
        ordered.forEach((name, value) -> result.put(name, print.apply(value)));
        return new Value.Entries(result);
    }

    TreeBuilder hosts(String key, Map<String, List<String>> hosts) {
        var list = new ArrayList<String>();
        hosts.forEach((name, addresses) -> addresses.forEach(address -> list.add(name + "=" + address)));
        list.sort(null);
        return hosts.isEmpty() || !list.isEmpty() ? texts(key, list) : put(key, new Value.Items(List.of()));
    }

    <T> TreeBuilder list(String key, List<T> values, Function<T, Value> print) {
        return values.isEmpty()
                ? this
                : put(key, new Value.Items(values.stream().map(print).toList()));
    }

    <T> TreeBuilder nested(String key, Optional<T> value, Function<T, Value> print) {
        return value.isEmpty() ? this : put(key, print.apply(value.get()));
    }

    /** A part that JSON shows even when nothing is in it. */
    TreeBuilder part(String key, Value.Entries value) {
        return value.values().isEmpty() && style == Style.YAML ? this : put(key, value);
    }

    TreeBuilder extensions(SequencedMap<String, Value> extensions) {
        if (style.hasExtensions()) {
            entries.putAll(
                    sorted(extensions, value -> sortedKeys(value, style), style).values());
        }
        return this;
    }

    /** Mappings of extensions have no order of their own. */
    static Value sortedKeys(Value value, Style style) {
        return switch (value) {
            case Value.Entries entries -> sorted(entries.values(), inner -> sortedKeys(inner, style), style);
            case Value.Items items ->
                new Value.Items(items.values().stream()
                        .map(inner -> sortedKeys(inner, style))
                        .toList());
            case Value.Text t -> t;
            case Value.Whole w -> w;
            case Value.Real r -> r;
            case Value.Real32 r -> r;
            case Value.Timestamp t -> t;
            case Value.Bool b -> b;
            case Value.Null n -> n;
        };
    }

    Value.Entries build() {
        return new Value.Entries(Copies.of(entries));
    }
}
