package dev.jcompose.runtime.container;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** Immutable copies that keep the order; those of the JDK shuffle it. */
final class Copies {
    private Copies() {}

    static <K, V> SequencedMap<K, V> of(Map<K, V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }

    static <T> SequencedSet<T> ofSet(Collection<T> set) {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(set));
    }
}
