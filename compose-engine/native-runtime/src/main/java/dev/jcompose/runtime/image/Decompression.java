package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Undoes the compression of layers and archives, which is told by the first bytes: media types are wrong too often, and
 * archives have none.
 */
final class Decompression {
    private static final int BUFFER = 128 * 1024;

    private Decompression() {}

    /** A stream of the plain bytes. {@code in} should tell by available() whether more is to come, as a file does. */
    static InputStream of(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(16);
        byte[] magic = buffered.readNBytes(6);
        buffered.reset();
        if (startsWith(magic, 0x1f, 0x8b)) {
            return new GZIPInputStream(buffered, BUFFER); // reads all members of a multi-member file
        }
        if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableZstdFrame(magic)) {
            return Zstd.open(buffered);
        }
        if (startsWith(magic, 'B', 'Z', 'h')) {
            throw unsupported("bzip2");
        }
        if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
            throw unsupported("xz");
        }
        return buffered;
    }

    /** The media type of a layer, by the first bytes of its file. */
    static String mediaType(Path layer) throws IOException {
        try (InputStream in = Files.newInputStream(layer)) {
            byte[] magic = in.readNBytes(6);
            if (startsWith(magic, 0x1f, 0x8b)) {
                return MediaTypes.OCI_LAYER_GZIP;
            }
            boolean zstd = startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableZstdFrame(magic);
            return zstd ? MediaTypes.OCI_LAYER_ZSTD : MediaTypes.OCI_LAYER;
        }
    }

    private static boolean isSkippableZstdFrame(byte[] magic) {
        return magic.length >= 4
                && (magic[0] & 0xF0) == 0x50
                && (magic[1] & 0xFF) == 0x2a
                && (magic[2] & 0xFF) == 0x4d
                && (magic[3] & 0xFF) == 0x18;
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static ImageException unsupported(String compression) {
        return new ImageException(
                Kind.UNSUPPORTED, "compressed with " + compression + ": use gzip, zstd or no compression");
    }

    /** A class of its own, so that the codec is loaded only when a layer needs it: they are rare and it is large. */
    private static final class Zstd {
        static InputStream open(InputStream in) throws IOException {
            return new io.airlift.compress.v3.zstd.ZstdInputStream(in);
        }
    }
}
