package dev.jcompose.runtime.image;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A failure that may not happen again, with what to tell people when it does. */
final class TransientFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;
    private final ImageException lastWord;

    TransientFailure(ImageException lastWord, Optional<Duration> retryAfter) {
        super(lastWord.getMessage(), lastWord);
        this.lastWord = lastWord;
        this.retryAfter = retryAfter;
    }

    /** How long the other side asked to wait. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    ImageException lastWord() {
        return lastWord;
    }
}
