package dev.jcompose.model.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Copies for records: {@code Map.copyOf} would shuffle the order anew in every JVM. */
public final class Copies {

    private Copies() {}

    /** An unmodifiable copy in the same order. */
    public static <K, V> SequencedMap<K, V> of(Map<K, V> map) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
    }
}
