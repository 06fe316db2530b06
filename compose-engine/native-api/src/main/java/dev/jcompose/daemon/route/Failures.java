package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.archive.ArchiveException;
import dev.jcompose.runtime.container.ContainerException;
import dev.jcompose.runtime.image.ImageException;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.store.MalformedJsonException;
import dev.jcompose.runtime.volume.VolumeException;

/** Which status and message stand for a failure of the runtime. */
final class Failures {
    /** What a client is told. */
    record Failure(int status, String message) {}

    private Failures() {}

    static Failure of(Exception e) {
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new Failure(
                switch (e) {
                    case HttpException http -> http.status();
                    case ArchiveException archive -> archive.kind() == ArchiveException.Kind.NOT_FOUND ? 404 : 400;
                    case ContainerException container -> status(container.kind());
                    case ImageException image -> status(image.kind());
                    case VolumeException volume -> status(volume.kind());
                    case NetworkException network -> status(network.kind());
                    case MalformedJsonException malformed -> 400;
                    default -> 500;
                },
                message);
    }

    /** Whether the message says all, so that nobody needs to know where in the program it came up. */
    static boolean isExplained(Exception e) {
        return switch (e) {
            case HttpException http -> true;
            case ImageException image -> image.kind() != ImageException.Kind.STORE_FAILED;
            default -> false;
        };
    }

    private static int status(ContainerException.Kind kind) {
        return switch (kind) {
            case NOT_MODIFIED -> 304;
            case INVALID, CANNOT_START -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case SYSTEM -> 500;
        };
    }

    private static int status(ImageException.Kind kind) {
        return switch (kind) {
            case INVALID_NAME, UNSUPPORTED, MALFORMED -> 400;
            case NOT_FOUND, NO_MATCHING_PLATFORM, ACCESS_DENIED -> 404;
            case CONFLICT -> 409;
            case REGISTRY_UNREACHABLE, RATE_LIMITED, REGISTRY_ERROR, DIGEST_MISMATCH, DISK_FULL, STORE_FAILED -> 500;
        };
    }

    private static int status(VolumeException.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case MOUNT_FAILED -> 500;
        };
    }

    private static int status(NetworkException.Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case PORT_ALLOCATED, SYSTEM -> 500;
        };
    }
}
