package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.planner.resource.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * What is being done and to what, for failure messages.
 *
 * @param words for example {@code start container}
 * @param resource name or id; may be empty
 */
record Operation(String words, String resource) {
    static Operation on(String words, String resource) {
        return new Operation(words, resource);
    }

    static Operation on(String words, ContainerId container) {
        return new Operation(words, container.shortForm());
    }

    static Operation of(String words) {
        return new Operation(words, "");
    }

    EngineException failed(Kind kind, String reason, @Nullable Throwable cause) {
        return new EngineException(kind, words, resource, reason.strip(), cause);
    }

    EngineException failed(Kind kind, String reason) {
        return failed(kind, reason, null);
    }
}
