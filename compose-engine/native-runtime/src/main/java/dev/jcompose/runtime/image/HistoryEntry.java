package dev.jcompose.runtime.image;

import java.time.Instant;
import java.util.Optional;

/** One step of how an image was built. An {@code emptyLayer} step changed only the configuration. */
public record HistoryEntry(
        Optional<Instant> created, String createdBy, String author, String comment, boolean emptyLayer) {}
