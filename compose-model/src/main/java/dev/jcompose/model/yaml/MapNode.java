package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A mapping with string keys in the order of the file. */
public final class MapNode extends CollectionNode {

    /**
     * One entry.
     *
     * @param keySpan where the key stands
     */
    public record Entry(Span keySpan, Node value) {}

    private final SequencedMap<String, Entry> entries;

    private MapNode(Span span, MergeTag tag, SequencedMap<String, Entry> entries) {
        super(span, tag, weight(entries));
        this.entries = entries;
    }

    private static long weight(Map<String, Entry> entries) {
        long sum = 0;
        for (Entry entry : entries.values()) {
            sum += entry.value.weight();
        }
        return sum;
    }

    public static MapNode of(Span span, Map<String, Entry> entries) {
        return new MapNode(span, MergeTag.NONE, new LinkedHashMap<>(entries));
    }

    public static MapNode empty(Span span) {
        return new MapNode(span, MergeTag.NONE, new LinkedHashMap<>());
    }

    public SequencedMap<String, Entry> entries() {
        return Collections.unmodifiableSequencedMap(entries);
    }

    /** The value of a key, or null. */
    public @Nullable Node get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The value of a key when it is a mapping. */
    public Optional<MapNode> map(String key) {
        return get(key) instanceof MapNode map ? Optional.of(map) : Optional.empty();
    }

    /** The value of a key when it is a list. */
    public Optional<ListNode> list(String key) {
        return get(key) instanceof ListNode list ? Optional.of(list) : Optional.empty();
    }

    /** The text of a key when it is a string. */
    public Optional<String> string(String key) {
        return get(key) instanceof ScalarNode scalar && scalar.isString()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    /** Where a key stands, or where the mapping does. */
    public Span keySpan(String key) {
        Entry entry = entries.get(key);
        return entry == null ? span : entry.keySpan;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A copy with a value set or replaced; a new key stands where the value does. */
    public MapNode with(String key, Node value) {
        Entry before = entries.get(key);
        if (before != null && before.value.isIdenticalTo(value)) {
            return this;
        }
        var copy = new LinkedHashMap<>(entries);
        copy.put(key, new Entry(before == null ? value.span() : before.keySpan, value));
        return new MapNode(span, tag, copy);
    }

    /** A copy without a key. */
    public MapNode without(String key) {
        if (!entries.containsKey(key)) {
            return this;
        }
        var copy = new LinkedHashMap<>(entries);
        copy.remove(key);
        return new MapNode(span, tag, copy);
    }

    /** Changes a value; null drops the entry. */
    @FunctionalInterface
    public interface EntryChange {
        @Nullable
        Node apply(String key, Node value);
    }

    /** This mapping when no value changes, else one with the changed values. */
    public MapNode mapValues(EntryChange change) {
        LinkedHashMap<String, Entry> changed = null;
        for (Map.Entry<String, Entry> e : entries.entrySet()) {
            Node before = e.getValue().value;
            Node after = change.apply(e.getKey(), before);
            if (after != null && after.isIdenticalTo(before)) {
                continue;
            }
            if (changed == null) {
                changed = new LinkedHashMap<>(entries);
            }
            if (after == null) {
                changed.remove(e.getKey());
            } else {
                changed.put(e.getKey(), new Entry(e.getValue().keySpan, after));
            }
        }
        return changed == null ? this : new MapNode(span, tag, changed);
    }

    @Override
    public MapNode withTag(MergeTag other) {
        return other == tag ? this : new MapNode(span, other, entries);
    }

    @Override
    public boolean sameAs(Node other) {
        if (!(other instanceof MapNode map) || map.entries.size() != entries.size()) {
            return false;
        }
        for (Map.Entry<String, Entry> e : entries.entrySet()) {
            Node theirs = map.get(e.getKey());
            if (theirs == null || !e.getValue().value.sameAs(theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String kindName() {
        return "a mapping";
    }
}
