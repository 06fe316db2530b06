package dev.jcompose.model.value;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * When an engine restarts a container that exited.
 *
 * @param when the condition
 * @param maxRetries how often at most, only with {@link When#ON_FAILURE}
 */
public record RestartPolicy(When when, OptionalInt maxRetries) {

    /** The condition of a restart. */
    public enum When {
        NO("no"),
        ALWAYS("always"),
        ON_FAILURE("on-failure"),
        UNLESS_STOPPED("unless-stopped");

        private final String text;

        When(String text) {
            this.text = text;
        }

        /** The word in a compose file and in the Engine API. */
        public String text() {
            return text;
        }
    }

    /** Parses {@code no}, {@code always}, {@code unless-stopped} or {@code on-failure[:N]}; empty for anything else. */
    public static Optional<RestartPolicy> parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (When when : When.values()) {
            if (when.text.equals(word)) {
                if (colon < 0) {
                    return Optional.of(new RestartPolicy(when, OptionalInt.empty()));
                }
                return when == When.ON_FAILURE ? withRetries(text.substring(colon + 1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<RestartPolicy> withRetries(String digits) {
        try {
            int retries = Integer.parseInt(digits);
            return retries < 0
                    ? Optional.empty()
                    : Optional.of(new RestartPolicy(When.ON_FAILURE, OptionalInt.of(retries)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return maxRetries.isPresent() ? when.text + ":" + maxRetries.getAsInt() : when.text;
    }
}
