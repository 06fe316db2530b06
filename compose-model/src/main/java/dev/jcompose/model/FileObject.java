package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A config or a secret: {@code configs.*}, {@code secrets.*}. Services mount them by {@link FileReference}.
 *
 * @param key under {@code configs} or {@code secrets}
 * @param file absolute path of its content
 * @param environment name of the variable that is its content
 * @param content the content itself, also that of {@code environment}
 * @param extensions the {@code x-*} keys
 */
public record FileObject(
        String key,
        String name,
        Optional<String> file,
        Optional<String> environment,
        Optional<String> content,
        boolean external,
        SequencedMap<String, String> labels,
        Optional<String> driver,
        SequencedMap<String, String> driverOpts,
        Optional<String> templateDriver,
        SequencedMap<String, Value> extensions) {
    public FileObject {
        labels = Copies.of(labels);
        driverOpts = Copies.of(driverOpts);
        extensions = Copies.of(extensions);
    }
}
