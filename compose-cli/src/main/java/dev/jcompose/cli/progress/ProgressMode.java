package dev.jcompose.cli.progress;

import java.util.Optional;

/** The values of {@code --progress}. */
public enum ProgressMode {
    AUTO,
    TTY,
    PLAIN,
    JSON,
    QUIET;

    /** The mode of that name; {@code none} is an old name of {@code quiet}. */
    public static Optional<ProgressMode> of(String name) {
        return switch (name) {
            case "", "auto" -> Optional.of(AUTO);
            case "tty" -> Optional.of(TTY);
            case "plain" -> Optional.of(PLAIN);
            case "json" -> Optional.of(JSON);
            case "quiet", "none" -> Optional.of(QUIET);
            default -> Optional.empty();
        };
    }
}
