package dev.jcompose.runtime.image;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of news about a transfer, in the vocabulary of the Docker API: {@code Pulling fs layer}, {@code Downloading},
 * {@code Verifying Checksum}, {@code Download complete}, {@code Extracting}, {@code Pull complete}, {@code Already exists}.
 *
 * @param id the layer's short digest, or the tag; empty for news about the whole
 * @param current bytes done so far
 * @param total bytes in all, where known
 */
public record Progress(Optional<String> id, String status, OptionalLong current, OptionalLong total) {
    public static Progress of(String status) {
        return new Progress(Optional.empty(), status, OptionalLong.empty(), OptionalLong.empty());
    }

    public static Progress of(String id, String status) {
        return new Progress(Optional.of(id), status, OptionalLong.empty(), OptionalLong.empty());
    }

    public static Progress of(String id, String status, long current, long total) {
        return new Progress(Optional.of(id), status, OptionalLong.of(current), OptionalLong.of(total));
    }
}
