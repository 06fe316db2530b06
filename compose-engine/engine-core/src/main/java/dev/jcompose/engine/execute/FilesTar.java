package dev.jcompose.engine.execute;

import dev.jcompose.planner.desired.InjectedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Secrets and configs as an archive to be unpacked at the root of a container. */
final class FilesTar {
    private FilesTar() {}

    /** Holds files only: directories on the way are made by whoever unpacks it, and existing ones stay untouched. */
    static InputStream of(List<InjectedFile> files) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (InjectedFile file : files) {
                byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry(file.target().substring(1));
                entry.setSize(content.length);
                entry.setMode(0100000 | file.mode());
                entry.setUserId(file.uid().orElse(0L));
                entry.setGroupId(file.gid().orElse(0L));
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
