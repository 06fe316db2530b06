package dev.jcompose.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A tar archive with every entry given to root; the Engine API itself unpacks with the ids of the archive. */
final class RootOwnedTar extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;

    private volatile @Nullable IOException failure;

    RootOwnedTar(InputStream tar) {
        super(new PipedInputStream(BUFFER));
        PipedOutputStream out;
        try {
            out = new PipedOutputStream((PipedInputStream) in);
        } catch (IOException e) {
            throw new AssertionError("a new pipe has no other end yet", e);
        }
        Thread.ofPlatform().daemon().name("tar-owner").start(() -> rewrite(tar, out));
    }

    private void rewrite(InputStream tar, PipedOutputStream pipe) {
        // The pipe is closed last: its reader looks for a failure when it meets the end.
        try (pipe) {
            try (var source = new TarArchiveInputStream(tar)) {
                rewrite(source, new TarArchiveOutputStream(pipe));
            } catch (IOException e) {
                failure = e;
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    private static void rewrite(TarArchiveInputStream source, TarArchiveOutputStream out) throws IOException {
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        for (TarArchiveEntry entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
            entry.setIds(0, 0);
            entry.setNames("", "");
            out.putArchiveEntry(entry);
            source.transferTo(out);
            out.closeArchiveEntry();
        }
        out.finish();
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return checked(super.read(bytes, offset, length));
    }

    /** The pipe ends the same way after success and failure: only here they differ. */
    private int checked(int result) throws IOException {
        IOException broken = failure;
        if (result < 0 && broken != null) {
            throw broken;
        }
        return result;
    }
}
