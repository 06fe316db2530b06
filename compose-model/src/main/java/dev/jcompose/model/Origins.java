package dev.jcompose.model;

import dev.jcompose.model.problem.Span;
import java.util.Optional;

/**
 * Where the values of a project come from. Positions stand beside the records, so that equal configurations are equal.
 */
@FunctionalInterface
public interface Origins {

    /**
     * The position of what is at a config path, or of the nearest thing around it that a file has.
     *
     * @param path such as {@code services.web.ports[0].target}; a key that has a dot itself is written as it is
     */
    Optional<Span> of(String path);
}
