package dev.jcompose.model.value;

import java.time.Duration;
import java.util.Optional;

/** When the image of a service is pulled. */
public sealed interface PullPolicy {

    /** Before every creation. */
    record Always() implements PullPolicy {}

    /** Never; a missing image is an error. */
    record Never() implements PullPolicy {}

    /** When the engine has no such image. */
    record Missing() implements PullPolicy {}

    /** Never; it is built each time. */
    record Build() implements PullPolicy {}

    /** When missing, or pulled longer ago than this. */
    record Every(Duration age) implements PullPolicy {}

    /**
     * Parses the words of a compose file: {@code always}, {@code never}, {@code missing}, {@code if_not_present},
     * {@code build}, {@code refresh}, {@code daily}, {@code weekly} and {@code every_12h} and the like.
     *
     * @return empty for any other text
     */
    static Optional<PullPolicy> parse(String text) {
        return switch (text) {
            case "always" -> Optional.of(new Always());
            case "never" -> Optional.of(new Never());
            case "missing", "if_not_present", "refresh" -> Optional.of(new Missing());
            case "build" -> Optional.of(new Build());
            case "daily" -> Optional.of(new Every(Duration.ofDays(1)));
            case "weekly" -> Optional.of(new Every(Duration.ofDays(7)));
            default ->
                text.startsWith("every_")
                        ? Durations.parse(text.substring("every_".length())).map(Every::new)
                        : Optional.empty();
        };
    }
}
