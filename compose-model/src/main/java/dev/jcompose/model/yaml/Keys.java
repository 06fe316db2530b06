package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a mapping in the order of the file, each with its place. Files consist of small mappings, and large files of
 * very many: a key costs three words here, where a hash table takes a dozen. Filled once, then shared by all the mappings
 * that differ in their values only.
 */
final class Keys {

    /** Up to so many hash codes are compared one after the other. */
    private static final int MOST_SCANNED = 32;

    private static final int FIRST_CAPACITY = 4;

    private String[] names;
    private int[] hashes;
    private Span[] spans;
    private int size;

    /** A hash table of the library's, which crafted keys do not slow down; null while there are few. */
    private @Nullable Map<String, Integer> places;

    Keys() {
        this(FIRST_CAPACITY);
    }

    Keys(int capacity) {
        names = new String[capacity];
        hashes = new int[capacity];
        spans = new Span[capacity];
    }

    int size() {
        return size;
    }

    String name(int place) {
        return names[place];
    }

    Span span(int place) {
        return spans[place];
    }

    /** The place of a key, or -1. */
    int indexOf(String name) {
        if (places != null) {
            return places.getOrDefault(name, -1);
        }
        int hash = name.hashCode();
        for (int i = 0; i < size; i++) {
            if (hashes[i] == hash && names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Adds one that is not there yet. */
    void add(String name, Span span) {
        if (size == names.length) {
            resize(Math.max(FIRST_CAPACITY, 2 * size));
        }
        names[size] = name;
        hashes[size] = name.hashCode();
        spans[size] = span;
        if (places != null) {
            places.put(name, size);
        }
        size++;
        if (size > MOST_SCANNED && places == null) {
            places = new HashMap<>();
            for (int i = 0; i < size; i++) {
                places.put(names[i], i);
            }
        }
    }

    /** The same keys with room for more, to be filled further. */
    Keys copy(int more) {
        var copy = new Keys(size + more);
        for (int i = 0; i < size; i++) {
            copy.add(names[i], spans[i]);
        }
        return copy;
    }

    /** Gives back the room that was not needed. */
    void trim() {
        if (size < names.length) {
            resize(size);
        }
    }

    private void resize(int capacity) {
        names = Arrays.copyOf(names, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        spans = Arrays.copyOf(spans, capacity);
    }
}
