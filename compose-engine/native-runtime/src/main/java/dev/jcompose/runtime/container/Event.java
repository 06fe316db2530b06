package dev.jcompose.runtime.container;

import java.time.Instant;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Something that happened, in the words of the Engine API.
 *
 * @param type {@code container}, {@code network}, {@code volume} or {@code image}
 * @param action {@code start}, {@code die}, {@code health_status: healthy}
 * @param actor id or name of what it happened to
 */
public record Event(String type, String action, String actor, SequencedMap<String, String> attributes, Instant time) {
    public Event {
        attributes = Copies.of(attributes);
    }

    public Event(String type, String action, String actor, Map<String, String> attributes, Instant time) {
        this(type, action, actor, Copies.of(attributes), time);
    }
}
