package dev.jcompose.runtime.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One member of a tar archive, names as they stand there: unchecked.
 *
 * @param mode permission bits, 0 to 07777
 * @param size bytes of content that follow, 0 for all but files
 * @param xattrs extended attributes ({@code SCHILY.xattr.*} of PAX headers)
 */
record TarEntry(
        Type type,
        String name,
        String linkName,
        int mode,
        long uid,
        long gid,
        long size,
        long seconds,
        int nanos,
        long deviceMajor,
        long deviceMinor,
        SequencedMap<String, byte[]> xattrs) {
    enum Type {
        FILE,
        HARD_LINK,
        SYMLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        DIRECTORY,
        FIFO
    }

    TarEntry {
        xattrs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(xattrs));
    }
}
