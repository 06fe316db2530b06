package dev.jcompose.daemon.route;

import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageName;
import dev.jcompose.runtime.image.ImageStore;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    private boolean matchesReference(Image image) throws IOException {
        return !filters.has("reference") || !asked(image.repoTags()).isEmpty();
    }

    /** The image with those of its names that were asked for. */
    Image named(Image image) throws IOException {
        return filters.has("reference") ? image.withNames(asked(image.repoTags()), asked(image.repoDigests())) : image;
    }

    /** A reference is a name, a repository, or a pattern with {@code *} that does not reach over a slash. */
    private List<String> asked(List<String> names) throws IOException {
        List<String> result = new ArrayList<>();
        for (var text : names) {
            var name = ImageName.parse(text);
            for (var wanted : filters.get("reference")) {
                var matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
                if (matcher.matches(Path.of(name.familiar())) || matcher.matches(Path.of(name.familiarRepository()))) {
                    result.add(text);
                    break;
                }
            }
        }
        return result;
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
