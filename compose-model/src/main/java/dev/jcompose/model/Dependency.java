package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An edge of {@code depends_on}.
 *
 * @param condition what is waited for
 * @param restart whether a restart or replacement of the dependency by compose restarts the dependent
 * @param required whether a missing or failed dependency is an error
 * @param extensions the {@code x-*} keys
 */
public record Dependency(
        Condition condition, boolean restart, boolean required, SequencedMap<String, Value> extensions) {
    public Dependency {
        extensions = Copies.of(extensions);
    }

    /** When a dependency lets its dependents start. */
    public enum Condition {
        STARTED("service_started"),
        HEALTHY("service_healthy"),
        COMPLETED_SUCCESSFULLY("service_completed_successfully");

        private final String text;

        Condition(String text) {
            this.text = text;
        }

        /** The word in a compose file. */
        public String text() {
            return text;
        }

        /** The condition of this word, or empty. */
        public static Optional<Condition> of(String word) {
            for (Condition condition : values()) {
                if (condition.text.equals(word)) {
                    return Optional.of(condition);
                }
            }
            return Optional.empty();
        }
    }
}
