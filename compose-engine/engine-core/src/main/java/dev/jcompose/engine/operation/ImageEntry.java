package dev.jcompose.engine.operation;

import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedImage;
import java.util.Optional;

/** A container and the image it was created from; the image may have left the store since. */
public record ImageEntry(ObservedContainer container, Optional<ObservedImage> image) {}
