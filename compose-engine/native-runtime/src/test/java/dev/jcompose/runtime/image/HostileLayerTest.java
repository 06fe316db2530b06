package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Archives that try to reach beyond the layer: whatever becomes of them, nothing outside changes. */
class HostileLayerTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void needsRoot() {
        RootOnly.assume();
    }

    @TestFactory
    Stream<DynamicTest> areRefused() {
        Map<String, byte[]> tars = new LinkedHashMap<>();
        tars.put("dot dot", new TarBuilder().file("../victim", "evil").bytes());
        tars.put(
                "dot dot inside",
                new TarBuilder().file("a/../../victim", "evil").bytes());
        tars.put("dot dot at the end", new TarBuilder().directory("a/..").bytes());
        tars.put(
                "dot dot in a PAX path",
                new TarBuilder().pax("path=../victim").file("f", "evil").bytes());
        tars.put(
                "dot dot in a GNU name",
                new TarBuilder().gnuLong('L', "../victim").file("f", "evil").bytes());
        tars.put(
                "hard link to dot dot",
                new TarBuilder().hardLink("f", "../victim").bytes());
        tars.put(
                "hard link to a file of the host",
                new TarBuilder().hardLink("f", "/etc/passwd").bytes());
        tars.put(
                "hard link through a link to the host",
                new TarBuilder().symlink("d", "/..").hardLink("f", "d/victim").bytes());
        tars.put(
                "hard link to a directory",
                new TarBuilder().directory("d/").hardLink("f", "d").bytes());
        tars.put("whiteout of nothing", new TarBuilder().whiteout(".wh.").bytes());
        tars.put(
                "whiteout of the directory",
                new TarBuilder().whiteout("d/.wh..").bytes());
        tars.put("whiteout of the parent", new TarBuilder().whiteout("d/.wh...").bytes());
        tars.put(
                "file through a file",
                new TarBuilder().file("f", "x").file("f/g", "x").bytes());
        tars.put(
                "loop of links",
                new TarBuilder()
                        .symlink("a", "b")
                        .symlink("b", "a")
                        .file("a/f", "x")
                        .bytes());
        tars.put(
                "dangling parent",
                new TarBuilder().symlink("a", "nowhere").file("a/f", "x").bytes());
        tars.put(
                "NUL in a PAX path",
                new TarBuilder().pax("path=a\0b").file("f", "x").bytes());
        tars.put(
                "component too long",
                new TarBuilder().pax("path=" + "n".repeat(300)).file("f", "x").bytes());
        tars.put(
                "path too long",
                new TarBuilder()
                        .pax("path=" + "n/".repeat(3000) + "f")
                        .file("f", "x")
                        .bytes());
        tars.put(
                "link target too long",
                new TarBuilder().gnuLong('K', "t".repeat(5000)).symlink("l", "").bytes());
        tars.put("link without target", new TarBuilder().symlink("l", "").bytes());
        tars.put("root as a file", new TarBuilder().file("./", "x").bytes());
        tars.put(
                "owner of all ones",
                new TarBuilder().owner(0xFFFFFFFFL, 0).file("f", "x").bytes());
        tars.put("negative owner", new TarBuilder().pax("uid=-1").file("f", "x").bytes());
        tars.put(
                "impossible device",
                new TarBuilder().device('3', "d", 077777, 1).bytes());
        tars.put(
                "size of a PAX header in gigabytes",
                new TarBuilder().entry('x', "p", "", 1L << 33, new byte[10]).bytes());
        tars.put(
                "size of a long name in gigabytes",
                new TarBuilder().entry('L', "p", "", 1L << 32, new byte[10]).bytes());
        tars.put(
                "PAX record that claims too much",
                new TarBuilder().entry('x', "p", "", 12, bytes("99 path=abc\n")).bytes());
        tars.put(
                "PAX record of length zero",
                new TarBuilder().entry('x', "p", "", 12, bytes("0 path=abcd\n")).bytes());
        tars.put(
                "PAX number that is none",
                new TarBuilder().pax("size=1e9").file("f", "x").bytes());
        tars.put(
                "PAX time with an exponent",
                new TarBuilder().pax("mtime=1e999999999").file("f", "x").bytes());
        tars.put(
                "sparse file",
                new TarBuilder().entry('S', "f", "", 1, bytes("x")).bytes());
        tars.put(
                "sparse file by PAX",
                new TarBuilder().pax("GNU.sparse.major=1").file("f", "x").bytes());
        tars.put(
                "unknown type",
                new TarBuilder().entry('Z', "f", "", 0, new byte[0]).bytes());
        tars.put(
                "file cut off",
                new TarBuilder().entry('0', "f", "", 5000, new byte[10]).withoutEnd());
        tars.put(
                "header cut off",
                java.util.Arrays.copyOf(new TarBuilder().file("f", "x").bytes(), 700 + 512));
        return tars.entrySet().stream().map(tar -> dynamicTest(tar.getKey(), () -> isRefused(tar.getValue())));
    }

    private void isRefused(byte[] tar) throws Exception {
        Path place = place();
        try {
            unpack(new ByteArrayInputStream(tar), place);
            throw new AssertionError("was unpacked");
        } catch (ImageException e) {
            assertThat(e.kind()).isIn(Kind.MALFORMED, Kind.UNSUPPORTED);
            assertThat(e.getMessage()).isNotBlank();
        }
        assertOutsideUnchanged(place);
    }

    @TestFactory
    Stream<DynamicTest> stayInside() {
        Map<String, byte[]> tars = new LinkedHashMap<>();
        tars.put("absolute name", new TarBuilder().file("/victim", "evil").bytes());
        tars.put(
                "link up, then a file through it",
                new TarBuilder().symlink("l", "..").file("l/victim", "evil").bytes());
        tars.put(
                "chain of links up",
                new TarBuilder()
                        .symlink("a", "../..")
                        .symlink("b", "a/..")
                        .directory("c/")
                        .file("b/victim", "evil")
                        .bytes());
        tars.put(
                "link to itself replaced",
                new TarBuilder()
                        .symlink("victim", "../victim")
                        .file("victim", "evil")
                        .bytes());
        tars.put(
                "hard link to a link up, then written",
                new TarBuilder()
                        .symlink("l", "../victim")
                        .hardLink("h", "l")
                        .file("h", "evil")
                        .bytes());
        tars.put(
                "mode through a link",
                new TarBuilder()
                        .symlink("l", "../victim")
                        .mode(0777)
                        .hardLink("h", "l")
                        .bytes());
        tars.put(
                "directory over a link up",
                new TarBuilder()
                        .symlink("d", "..")
                        .directory("d/")
                        .file("d/victim", "evil")
                        .bytes());
        tars.put(
                "whiteout through a link",
                new TarBuilder().symlink("d", "..").whiteout("d/.wh.victim").bytes());
        tars.put(
                "opaque through a link",
                new TarBuilder().symlink("d", "..").whiteout("d/.wh..wh..opq").bytes());
        tars.put(
                "magic link",
                new TarBuilder()
                        .symlink("p", "/proc/self/root")
                        .directory("proc/self/root/")
                        .file("p/victim", "evil")
                        .bytes());
        tars.put("header only", new byte[0]);
        return tars.entrySet().stream()
                .map(tar -> dynamicTest(tar.getKey(), () -> {
                    Path place = place();
                    try {
                        unpack(new ByteArrayInputStream(tar.getValue()), place);
                    } catch (ImageException e) {
                        assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
                    }
                    assertOutsideUnchanged(place);
                }));
    }

    @Test
    void attributesOfOverlayfsAreLeftOut() throws Exception {
        Path place = place();
        byte[] tar = new TarBuilder()
                .pax("SCHILY.xattr.trusted.overlay.redirect=/etc", "SCHILY.xattr.user.overlay.opaque=y")
                .directory("d/")
                .bytes();
        unpack(new ByteArrayInputStream(tar), place);
        try (Fd layer = FileCalls.open(place.resolve("layer"), FileCalls.O_RDONLY, 0)) {
            assertThat(XattrCalls.list(layer, "d")).noneMatch(name -> name.contains("overlay"));
        }
    }

    @Test
    void headersThatNeverEndDoNotFillTheMemory() throws Exception {
        Path place = place();
        byte[] start =
                new TarBuilder().entry('x', "p", "", 1L << 40, new byte[0]).withoutEnd();
        try {
            unpack(new SequenceInputStream(new ByteArrayInputStream(start), new Endless()), place);
            throw new AssertionError("was unpacked");
        } catch (ImageException e) {
            assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    @Test
    void anyDamageIsToldAsSuch() throws Exception {
        byte[] tar = new TarBuilder()
                .directory("d/")
                .pax("path=d/long", "mtime=1.5", "SCHILY.xattr.user.a=b")
                .file("x", "content")
                .gnuLong('L', "d/" + "n".repeat(120))
                .symlink("l", "long")
                .hardLink("h", "d/long")
                .whiteout("d/.wh.w")
                .bytes();
        var random = new Random(7);
        var failures = new ArrayList<Throwable>();
        for (int round = 0; round < 400; round++) {
            byte[] damaged = tar.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            fixChecksums(damaged);
            Path place = place();
            try {
                unpack(new ByteArrayInputStream(damaged), place);
            } catch (ImageException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
            assertOutsideUnchanged(place);
        }
        assertThat(failures).isEmpty();
    }

    /** So that the damage is not all found by the checksum. */
    private static void fixChecksums(byte[] tar) {
        for (int block = 0; block + 512 <= tar.length; block += 512) {
            if (tar[block + 257] == 'u') {
                int sum = 8 * ' ';
                for (int i = 0; i < 512; i++) {
                    sum += i >= 148 && i < 156 ? 0 : tar[block + i] & 0xFF;
                }
                System.arraycopy(bytes(String.format("%06o\0 ", sum)), 0, tar, block + 148, 8);
            }
        }
    }

    /** A directory with a layer and, beside and above it, what must not change. */
    private Path place() throws Exception {
        Path place = Files.createTempDirectory(temporary, "place");
        Files.createDirectory(place.resolve("layer"));
        Files.createDirectory(place.resolve("discarded"));
        Files.writeString(place.resolve("victim"), "untouched");
        return place;
    }

    private static void assertOutsideUnchanged(Path place) throws Exception {
        assertThat(place.resolve("victim")).hasContent("untouched");
        assertThat(Files.getAttribute(place.resolve("victim"), "unix:mode", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(0100644);
        try (var entries = Files.list(place)) {
            assertThat(entries.map(entry -> String.valueOf(entry.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(List.of("layer", "discarded", "victim"));
        }
    }

    private static void unpack(InputStream tar, Path place) throws Exception {
        LayerUnpacker.unpack(tar, place.resolve("layer"), place.resolve("discarded"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'a';
        }
    }
}
