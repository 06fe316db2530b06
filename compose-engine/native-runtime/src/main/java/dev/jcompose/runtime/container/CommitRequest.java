package dev.jcompose.runtime.container;

import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageName;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a container becomes an image.
 *
 * @param name empty = dangling
 * @param config from what the container runs with to what the image's containers will
 * @param whileRunning what its processes do meanwhile
 */
public record CommitRequest(
        Optional<ImageName> name,
        String author,
        String comment,
        UnaryOperator<ImageConfig> config,
        WhileRunning whileRunning) {
    /** What becomes of the processes while their files are read. */
    public enum WhileRunning {
        /** They stand still, so that the image has all files as they were at one moment. */
        PAUSE,
        GO_ON
    }
}
