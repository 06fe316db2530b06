package dev.jcompose.runtime.volume;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A volume of the local driver.
 *
 * @param data where its files are, {@code volumes/<name>/_data}
 * @param options {@code type}, {@code o} and {@code device} of a mount(8), or none
 */
public record Volume(
        String name,
        String driver,
        Path data,
        SequencedMap<String, String> labels,
        SequencedMap<String, String> options,
        Instant createdAt) {
    /** Marks volumes nobody named; their value is empty. */
    public static final String ANONYMOUS_LABEL = "com.docker.volume.anonymous";

    public Volume {
        labels = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(labels));
        options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
    }

    public boolean isAnonymous() {
        return labels.containsKey(ANONYMOUS_LABEL);
    }
}
