package dev.jcompose.planner.observed;

import dev.jcompose.model.value.Copies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An image in the engine's store.
 *
 * @param id content digest, {@code sha256:...}
 * @param tags references that lead to it
 * @param platform {@code os/arch[/variant]}
 * @param size in bytes
 * @param volumes targets the image declares as VOLUME
 * @param lastTagged when it was last pulled or built here
 */
public record ObservedImage(
        String id,
        List<String> tags,
        String platform,
        long size,
        Instant createdAt,
        Optional<Instant> lastTagged,
        List<String> volumes,
        SequencedMap<String, String> labels) {
    public ObservedImage {
        tags = List.copyOf(tags);
        volumes = List.copyOf(volumes);
        labels = Copies.of(labels);
    }
}
