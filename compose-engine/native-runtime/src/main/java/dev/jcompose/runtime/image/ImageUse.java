package dev.jcompose.runtime.image;

import java.util.Optional;

/** Knows which images containers were made from. */
@FunctionalInterface
public interface ImageUse {
    /** A container made from an image. */
    record User(String containerId, State state) {
        public enum State {
            RUNNING,
            STOPPED
        }
    }

    /** One container made from the image, a running one if there is any. */
    Optional<User> userOf(Digest imageId);

    static ImageUse none() {
        return imageId -> Optional.empty();
    }
}
