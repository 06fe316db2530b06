package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A mapping with string keys in the order of the file. */
public final class MapNode extends CollectionNode {

    /**
     * One entry.
     *
     * @param keySpan where the key stands
     */
    public record Entry(Span keySpan, Node value) {}

    private final Keys keys;
    /** By the places of their keys. */
    private final Node[] values;

    private MapNode(Span span, MergeTag tag, Keys keys, Node[] values) {
        super(span, tag, weight(values));
        this.keys = keys;
        this.values = values;
    }

    private static long weight(Node[] values) {
        long sum = 0;
        for (Node value : values) {
            sum += value.weight();
        }
        return sum;
    }

    public static MapNode of(Span span, Map<String, Entry> entries) {
        var builder = new Builder(entries.size());
        entries.forEach((key, entry) -> builder.add(key, entry.keySpan, entry.value));
        return builder.build(span, MergeTag.NONE);
    }

    public static MapNode empty(Span span) {
        return new Builder(0).build(span, MergeTag.NONE);
    }

    /** Puts a mapping together; works once. */
    static final class Builder {
        private final Keys keys;
        private Node[] values;

        Builder(int capacity) {
            keys = new Keys(capacity);
            values = new Node[capacity];
        }

        boolean has(String key) {
            return keys.indexOf(key) >= 0;
        }

        /** Where a key stands that is there. */
        Span keySpan(String key) {
            return keys.span(keys.indexOf(key));
        }

        /** Adds a key that is not there yet. */
        void add(String key, Span keySpan, Node value) {
            int place = keys.size();
            keys.add(key, keySpan);
            if (place == values.length) {
                values = Arrays.copyOf(values, Math.max(4, 2 * place));
            }
            values[place] = value;
        }

        void addIfAbsent(String key, Span keySpan, Node value) {
            if (!has(key)) {
                add(key, keySpan, value);
            }
        }

        /** Replaces the value of a key that is there. */
        void replace(String key, Node value) {
            values[keys.indexOf(key)] = value;
        }

        MapNode build(Span span, MergeTag tag) {
            keys.trim();
            return new MapNode(span, tag, keys, Arrays.copyOf(values, keys.size()));
        }
    }

    /** All of them in their order; cannot be changed. */
    public Map<String, Entry> entries() {
        return new EntryView();
    }

    /** Makes entries as they are asked for: most are gone at once. */
    private final class EntryView extends AbstractMap<String, MapNode.Entry> {

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && has(name);
        }

        @Override
        public MapNode.@Nullable Entry get(Object key) {
            int place = key instanceof String name ? keys.indexOf(name) : -1;
            return place < 0 ? null : entry(place);
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super MapNode.Entry> action) {
            for (int i = 0; i < values.length; i++) {
                action.accept(keys.name(i), entry(i));
            }
        }

        @Override
        public Set<Map.Entry<String, MapNode.Entry>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return values.length;
                }

                @Override
                public Iterator<Map.Entry<String, MapNode.Entry>> iterator() {
                    return IntStream.range(0, values.length)
                            .mapToObj(i -> Map.entry(keys.name(i), entry(i)))
                            .iterator();
                }
            };
        }
    }

    private Entry entry(int place) {
        return new Entry(keys.span(place), values[place]);
    }

    /** The value of a key, or null. */
    public @Nullable Node get(String key) {
        int place = keys.indexOf(key);
        return place < 0 ? null : values[place];
    }

    public boolean has(String key) {
        return keys.indexOf(key) >= 0;
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
        int place = keys.indexOf(key);
        return place < 0 ? span : keys.span(place);
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** A copy with a value set or replaced; a new key stands where the value does. */
    public MapNode with(String key, Node value) {
        int place = keys.indexOf(key);
        if (place < 0) {
            Keys more = keys.copy(1);
            more.add(key, value.span());
            Node[] longer = Arrays.copyOf(values, values.length + 1);
            longer[values.length] = value;
            return new MapNode(span, tag, more, longer);
        }
        if (values[place].isIdenticalTo(value)) {
            return this;
        }
        Node[] changed = values.clone();
        changed[place] = value;
        return new MapNode(span, tag, keys, changed);
    }

    /** A copy without a key. */
    public MapNode without(String key) {
        int place = keys.indexOf(key);
        if (place < 0) {
            return this;
        }
        var dropped = new BitSet();
        dropped.set(place);
        return without(dropped, values);
    }

    private MapNode without(BitSet dropped, Node[] all) {
        var builder = new Builder(all.length - dropped.cardinality());
        for (int i = dropped.nextClearBit(0); i < all.length; i = dropped.nextClearBit(i + 1)) {
            builder.add(keys.name(i), keys.span(i), all[i]);
        }
        return builder.build(span, tag);
    }

    /** Changes a value; null drops the entry. */
    @FunctionalInterface
    public interface EntryChange {
        @Nullable
        Node apply(String key, Node value);
    }

    /** This mapping when no value changes, else one with the changed values. */
    public MapNode mapValues(EntryChange change) {
        Node @Nullable [] changed = null;
        BitSet dropped = null;
        for (int i = 0; i < values.length; i++) {
            Node after = change.apply(keys.name(i), values[i]);
            if (after == null) {
                dropped = dropped == null ? new BitSet() : dropped;
                dropped.set(i);
            } else if (!after.isIdenticalTo(values[i])) {
                changed = changed == null ? values.clone() : changed;
                changed[i] = after;
            }
        }
        if (dropped != null) {
            return without(dropped, changed == null ? values : changed);
        }
        return changed == null ? this : new MapNode(span, tag, keys, changed);
    }

    @Override
    public MapNode withTag(MergeTag other) {
        return other == tag ? this : new MapNode(span, other, keys, values);
    }

    @Override
    public boolean sameAs(Node other) {
        if (!(other instanceof MapNode map) || map.values.length != values.length) {
            return false;
        }
        for (int i = 0; i < values.length; i++) {
            Node theirs = map.get(keys.name(i));
            if (theirs == null || !values[i].sameAs(theirs)) {
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
