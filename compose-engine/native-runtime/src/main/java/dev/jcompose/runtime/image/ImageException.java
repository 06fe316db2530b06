package dev.jcompose.runtime.image;

import java.io.IOException;

/** Something about an image could not be done; the message is for people and worded as Docker words it. */
public final class ImageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it: the API's status code, whether to try again. */
    public enum Kind {
        /** The name, tag or digest does not follow the grammar. */
        INVALID_NAME,
        /** No such image here, or no such repository or tag at the registry. */
        NOT_FOUND,
        /** The registry wants (other) credentials, or refuses these. */
        ACCESS_DENIED,
        /** No connection: refused, no such host, timed out, certificate not trusted. */
        REGISTRY_UNREACHABLE,
        /** The registry asks for patience (429) and got it, in vain. */
        RATE_LIMITED,
        /** The registry answered with an error of its own, or with something that is no registry's answer. */
        REGISTRY_ERROR,
        /** Bytes do not have the digest or size under which they were asked for. */
        DIGEST_MISMATCH,
        /** The image exists, but not for this platform. */
        NO_MATCHING_PLATFORM,
        /** A kind of image that this engine does not take: schema 1, foreign layers, unknown compression. */
        UNSUPPORTED,
        /** A manifest, config, archive or layer that is damaged or hostile. */
        MALFORMED,
        /** The file system of the store is full. */
        DISK_FULL,
        /** The image is in use. */
        CONFLICT,
        /** The store itself failed. */
        STORE_FAILED
    }

    private final Kind kind;

    public ImageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ImageException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
