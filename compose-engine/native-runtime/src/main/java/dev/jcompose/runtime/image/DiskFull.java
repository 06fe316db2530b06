package dev.jcompose.runtime.image;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** Tells a full disk from other failures. The JDK has no exception for it, only the system's words. */
final class DiskFull {
    private DiskFull() {}

    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ErrnoException e) {
                if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT)) {
                    return true;
                }
            } else if (cause instanceof IOException e) {
                String said = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
                if (said != null
                        && (said.startsWith("No space left on device") || said.startsWith("Disk quota exceeded"))) {
                    return true;
                }
            }
        }
        return false;
    }
}
