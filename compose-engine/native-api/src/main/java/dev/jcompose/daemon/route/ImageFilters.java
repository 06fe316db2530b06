package dev.jcompose.daemon.route;

import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageName;
import dev.jcompose.runtime.image.ImageStore;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;

/** Which images of a list a client wants. */
final class ImageFilters {
    private final Filters filters;
    private final ImageStore images;

    ImageFilters(Filters filters, ImageStore images) {
        this.filters = filters;
        this.images = images;
    }

    boolean match(Image image) throws IOException {
        return (!filters.has("dangling")
                        || filters.flag("dangling", true) == image.repoTags().isEmpty())
                && filters.labels(image.config().labels())
                && matchesReference(image)
                && matchesTime(image);
    }

    /** A reference is a name, a repository, or a pattern with {@code *} that does not reach over a slash. */
    private boolean matchesReference(Image image) throws IOException {
        if (!filters.has("reference")) {
            return true;
        }
        for (var wanted : filters.get("reference")) {
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
            for (var text : image.repoTags()) {
                var name = ImageName.parse(text);
                if (matcher.matches(Path.of(name.familiar())) || matcher.matches(Path.of(name.familiarRepository()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean matchesTime(Image image) throws IOException {
        var created = image.created().orElse(Instant.EPOCH);
        for (var other : filters.get("before")) {
            if (!created.isBefore(createdOf(other))) {
                return false;
            }
        }
        for (var other : filters.get("since")) {
            if (!created.isAfter(createdOf(other))) {
                return false;
            }
        }
        return true;
    }

    private Instant createdOf(String name) throws IOException {
        return images.get(name).created().orElse(Instant.EPOCH);
    }
}
