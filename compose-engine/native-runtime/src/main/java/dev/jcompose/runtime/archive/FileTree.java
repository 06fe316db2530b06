package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileStat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A container's files, in absolute paths within it. Reading follows no link at the end of a path. */
interface FileTree extends AutoCloseable {
    Optional<FileStat> lstat(String path) throws IOException;

    List<String> list(String path) throws IOException;

    String readLink(String path) throws IOException;

    InputStream read(String path) throws IOException;

    SequencedMap<String, byte[]> xattrs(String path) throws IOException;

    /** The path without links. */
    String resolve(String path) throws IOException;

    /** The directory at a path without links, to make and replace files in it; close it. */
    Fd writable(String directory) throws IOException;

    /** The number that a user of the container has where {@link #writable} leads. */
    default int writableUid(long uid) {
        return (int) uid;
    }

    /** As {@link #writableUid}, for a group. */
    default int writableGid(long gid) {
        return (int) gid;
    }

    @Override
    void close();
}
