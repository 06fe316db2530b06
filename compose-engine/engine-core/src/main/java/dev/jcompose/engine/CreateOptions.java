package dev.jcompose.engine;

import dev.jcompose.planner.plan.Step.InheritedVolume;
import java.util.List;

/**
 * How to create a container, beside what it is.
 *
 * @param name its name for now
 * @param inherited anonymous volumes to mount instead of new ones
 * @param input whether its standard input will be attached, and then closed with the first client that leaves
 */
public record CreateOptions(String name, List<InheritedVolume> inherited, Input input) {
    public CreateOptions {
        inherited = List.copyOf(inherited);
    }

    /** Whether the standard input is attached. */
    public enum Input {
        NOT_ATTACHED,
        ATTACHED_ONCE
    }

    /** Under its final name, with nothing inherited. */
    public static CreateOptions named(String name) {
        return new CreateOptions(name, List.of(), Input.NOT_ATTACHED);
    }
}
