package dev.jcompose.runtime.launch;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A container's output as Docker's json-file log.
 *
 * @param path the file; older ones are beside it with {@code .1}, {@code .2} and so on
 * @param maxSize bytes after which the next line begins a new file; unlimited where absent
 * @param maxFiles how many files there are at most, at least 1; one file alone is emptied when full
 */
public record LogFile(Path path, OptionalLong maxSize, int maxFiles) {
    public LogFile {
        if (maxFiles < 1 || (maxSize.isPresent() && maxSize.getAsLong() < 1)) {
            throw new IllegalArgumentException("log: max-size and max-file are at least 1");
        }
    }

    /** One file without limit, Docker's default. */
    public static LogFile unlimited(Path path) {
        return new LogFile(path, OptionalLong.empty(), 1);
    }
}
