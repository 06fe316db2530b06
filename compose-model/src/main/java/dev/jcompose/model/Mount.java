package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A mount of a service: {@code services.*.volumes[]}.
 *
 * @param source host path, volume key or image; absent for an anonymous volume
 * @param target absolute path in the container
 * @param imageSubpath directory of the image that is mounted
 * @param extensions the {@code x-*} keys
 */
public record Mount(
        Type type,
        Optional<String> source,
        String target,
        boolean readOnly,
        Optional<String> consistency,
        Optional<BindOptions> bind,
        Optional<VolumeOptions> volume,
        Optional<TmpfsOptions> tmpfs,
        Optional<String> imageSubpath,
        SequencedMap<String, Value> extensions) {
    public Mount {
        extensions = Copies.of(extensions);
    }

    /** What is mounted. */
    public enum Type {
        BIND("bind"),
        VOLUME("volume"),
        TMPFS("tmpfs"),
        NPIPE("npipe"),
        CLUSTER("cluster"),
        IMAGE("image");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** The word in a compose file. */
        public String text() {
            return text;
        }

        /** The type of this word, or empty. */
        public static Optional<Type> of(String word) {
            for (Type type : values()) {
                if (type.text.equals(word)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }
}
