package dev.jcompose.engine;

import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Something that happened to a container.
 *
 * @param action the Engine API's word: {@code create}, {@code start}, {@code die}, {@code health_status: healthy}, ...
 * @param attributes the container's labels, its name and image, and what belongs to the action
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/System/operation/SystemEvents">GET
 *     /events</a>
 */
public record Activity(Instant at, ContainerId container, String action, SequencedMap<String, String> attributes) {
    public Activity {
        attributes = Copies.of(attributes);
    }

    /** Name of the container, without the leading slash. */
    public String name() {
        return attributes.getOrDefault("name", "");
    }

    /** With {@code die}: the exit code, 0 to 255. */
    public OptionalInt exitCode() {
        String code = attributes.getOrDefault("exitCode", "");
        return code.matches("[0-9]{1,3}") ? OptionalInt.of(Integer.parseInt(code)) : OptionalInt.empty();
    }
}
