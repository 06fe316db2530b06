package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reader against another's writer. */
class TarReaderTest {
    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void readsWhatCommonsCompressWrites(int longNames) throws Exception {
        var random = new Random(longNames);
        var out = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(longNames);
            tar.setBigNumberMode(
                    longNames == TarArchiveOutputStream.LONGFILE_GNU
                            ? TarArchiveOutputStream.BIGNUMBER_STAR
                            : TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
            for (int i = 0; i < 200; i++) {
                write(tar, i, random);
            }
        }
        random = new Random(longNames);
        var reader = new TarReader(new ByteArrayInputStream(out.toByteArray()));
        for (int i = 0; i < 200; i++) {
            check(reader, i, random);
        }
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void endsAtTheEndOfTheStreamToo() throws Exception {
        var reader = new TarReader(
                new ByteArrayInputStream(new TarBuilder().file("f", "x").withoutEnd()));
        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isEmpty();
    }

    private static void write(TarArchiveOutputStream tar, int i, Random random) throws IOException {
        String name = name(random);
        byte[] content = content(random);
        boolean link = i % 7 == 0;
        var entry = link ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK) : new TarArchiveEntry(name);
        entry.setLinkName(link ? name : "");
        entry.setSize(link ? 0 : content.length);
        entry.setUserId(id(random));
        entry.setGroupId(id(random));
        entry.setMode(random.nextInt(010000));
        entry.setModTime(FileTime.from(time(random)));
        tar.putArchiveEntry(entry);
        if (!link) {
            tar.write(content);
        }
        tar.closeArchiveEntry();
    }

    private static void check(TarReader reader, int i, Random random) throws IOException {
        String name = name(random);
        byte[] content = content(random);
        TarEntry entry = reader.next().orElseThrow();
        assertThat(entry.name()).isEqualTo(name);
        assertThat(entry.uid()).isEqualTo(id(random));
        assertThat(entry.gid()).isEqualTo(id(random));
        assertThat(entry.mode()).isEqualTo(random.nextInt(010000));
        assertThat(entry.seconds()).isEqualTo(time(random).getEpochSecond());
        if (i % 7 == 0) {
            assertThat(entry.type()).isEqualTo(TarEntry.Type.SYMLINK);
            assertThat(entry.linkName()).isEqualTo(name);
        } else if (i % 3 != 0) { // what is not read is skipped
            assertThat(reader.readContent(1 << 20, "it")).isEqualTo(content);
        }
    }

    private static String name(Random random) {
        var name = new StringBuilder("n");
        int length = random.nextInt(random.nextInt(4) == 0 ? 300 : 90);
        for (int i = 0; i < length; i++) {
            name.append(random.nextInt(20) == 0 ? "ü" : i % 40 == 39 ? "/" : "x");
        }
        return name.append('e').toString();
    }

    private static byte[] content(Random random) {
        var content = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(2000)];
        random.nextBytes(content);
        return content;
    }

    private static long id(Random random) {
        return random.nextInt(5) == 0 ? 4_000_000_000L : random.nextInt(70_000);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextInt());
    }
}
