package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads tar archives of any dialect that images are made of: v7, ustar, GNU (long names, base-256 numbers) and PAX.
 *
 * <p>Why not a library's: archives come from strangers, and what is read into memory must be bounded before it is read; and
 * names are bytes, of which a library that decodes them loses those that are not UTF-8.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">POSIX pax, "ustar" and "pax" formats</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, basic format</a>
 */
final class TarReader {
    private static final int BLOCK = 512;
    /** Attributes are limited to 64 KiB each and a path to 4 KiB, so this is far more than an honest archive needs. */
    private static final int MAX_PAX = 1 << 20;

    private static final int MAX_LONG_NAME = 64 << 10;
    private static final int SCRATCH = 64 << 10;
    private static final String XATTR_PREFIX = "SCHILY.xattr.";

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long contentLeft;
    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next entry, past what is unread of this one; empty at the end of the archive. */
    Optional<TarEntry> next() throws IOException {
        Map<String, byte[]> pax = Map.of();
        @Nullable String longName = null;
        @Nullable String longLink = null;
        while (true) {
            skip(contentLeft + padding);
            contentLeft = 0;
            padding = 0;
            if (!readHeader()) {
                return Optional.empty();
            }
            char type = (char) (header[156] & 0xFF);
            long size = number(124, 12);
            if (size < 0) {
                throw malformed("an entry of negative size");
            }
            switch (type) {
                case 'x' -> pax = parsePax(readAll(size, MAX_PAX, "the PAX header"));
                case 'g' ->
                    readAll(size, MAX_PAX, "the global PAX header"); // comments of archivers; Docker ignores them too
                case 'L' -> longName = text(readAll(size, MAX_LONG_NAME, "a long name"));
                case 'K' -> longLink = text(readAll(size, MAX_LONG_NAME, "a long link name"));
                default -> {
                    return Optional.of(entry(type, size, pax, longName, longLink));
                }
            }
        }
    }

    /** Reads content of the current entry; -1 at its end. */
    int read(byte[] buffer, int offset, int length) throws IOException {
        if (contentLeft == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, contentLeft));
        if (count < 0) {
            throw malformed("the archive ends inside a file");
        }
        contentLeft -= count;
        return count;
    }

    /** All content of the current entry, for documents inside archives. */
    byte[] readContent(int limit, String what) throws IOException {
        if (contentLeft > limit) {
            throw malformed(what + " has more than " + limit + " bytes");
        }
        byte[] bytes = in.readNBytes((int) contentLeft);
        if (bytes.length != contentLeft) {
            throw malformed("the archive ends inside " + what);
        }
        contentLeft = 0;
        return bytes;
    }

    private TarEntry entry(
            char flag, long headerSize, Map<String, byte[]> pax, @Nullable String longName, @Nullable String longLink)
            throws IOException {
        for (String key : pax.keySet()) {
            if (key.startsWith("GNU.sparse.")) {
                throw new ImageException(Kind.UNSUPPORTED, "the archive holds a sparse file, which layers cannot");
            }
        }
        String name = pax.containsKey("path") ? text(pax, "path") : longName != null ? longName : headerName();
        String link =
                pax.containsKey("linkpath") ? text(pax, "linkpath") : longLink != null ? longLink : text(157, 100);
        TarEntry.Type type = typeOf(flag, name);
        long size = pax.containsKey("size") ? paxNumber(pax, "size") : headerSize;
        if (type != TarEntry.Type.FILE) {
            size = 0; // as Go's reader: such a size says nothing about what follows
        }
        contentLeft = size;
        padding = (int) (-size & (BLOCK - 1));
        long seconds = number(136, 12);
        int nanos = 0;
        if (pax.containsKey("mtime")) {
            PaxTime time = PaxTime.parse(text(pax, "mtime"));
            seconds = time.seconds();
            nanos = time.nanos();
        }
        boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
        return new TarEntry(
                type,
                name,
                link,
                (int) (number(100, 8) & 07777),
                pax.containsKey("uid") ? paxNumber(pax, "uid") : number(108, 8),
                pax.containsKey("gid") ? paxNumber(pax, "gid") : number(116, 8),
                size,
                seconds,
                nanos,
                device ? number(329, 8) : 0,
                device ? number(337, 8) : 0,
                xattrs(pax));
    }

    private static TarEntry.Type typeOf(char flag, String name) throws ImageException {
        return switch (flag) {
            case '0', '7' -> TarEntry.Type.FILE;
            case '\0' ->
                name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.FILE; // v7 has no flag for directories
            case '1' -> TarEntry.Type.HARD_LINK;
            case '2' -> TarEntry.Type.SYMLINK;
            case '3' -> TarEntry.Type.CHARACTER_DEVICE;
            case '4' -> TarEntry.Type.BLOCK_DEVICE;
            case '5' -> TarEntry.Type.DIRECTORY;
            case '6' -> TarEntry.Type.FIFO;
            case 'S' ->
                throw new ImageException(
                        Kind.UNSUPPORTED, "the archive holds a sparse file, which layers cannot: " + name);
            default ->
                throw new ImageException(
                        Kind.UNSUPPORTED, "the archive holds an entry of unknown type " + (int) flag + ": " + name);
        };
    }

    private static SequencedMap<String, byte[]> xattrs(Map<String, byte[]> pax) {
        var result = new LinkedHashMap<String, byte[]>();
        pax.forEach((key, value) -> {
            if (key.startsWith(XATTR_PREFIX)) {
                result.put(key.substring(XATTR_PREFIX.length()), value);
            }
        });
        return result;
    }

    private String headerName() {
        String name = text(0, 100);
        boolean posix = header[257] == 'u' && header[261] == 'r' && header[262] == 0;
        if (!posix) {
            return name; // GNU and v7 use that place otherwise
        }
        boolean star = header[508] == 't' && header[509] == 'a' && header[510] == 'r' && header[511] == 0;
        String prefix = text(345, star ? 131 : 155);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** False at the end: a block of zeros, or the end of the stream where a header would begin. */
    private boolean readHeader() throws IOException {
        int length = in.readNBytes(header, 0, BLOCK);
        if (length == 0) {
            return false;
        }
        if (length < BLOCK) {
            throw malformed("the archive ends inside a header");
        }
        int unsigned = 0;
        int signed = 0;
        boolean zeros = true;
        for (int i = 0; i < BLOCK; i++) {
            byte value = i >= 148 && i < 156 ? (byte) ' ' : header[i];
            unsigned += value & 0xFF;
            signed += value;
            zeros &= header[i] == 0;
        }
        if (zeros) {
            return false;
        }
        long sum = number(148, 8);
        if (sum != unsigned && sum != signed) { // some old archivers summed signed bytes
            throw malformed("the checksum of a header is wrong: not a tar archive, or a damaged one");
        }
        return true;
    }

    private byte[] readAll(long size, int limit, String what) throws IOException {
        if (size > limit) {
            throw malformed(what + " of an entry has " + size + " bytes, more than the limit of " + limit);
        }
        contentLeft = size;
        padding = (int) (-size & (BLOCK - 1));
        return readContent(limit, what);
    }

    /** By reading: skipping would go past a digest that is taken of the stream. */
    private void skip(long count) throws IOException {
        var scratch = new byte[(int) Math.min(count, SCRATCH)];
        for (long left = count; left > 0; ) {
            int read = in.read(scratch, 0, (int) Math.min(scratch.length, left));
            if (read < 0) {
                throw malformed("the archive ends inside a file");
            }
            left -= read;
        }
    }

    /** Octal digits, or the GNU form for large numbers: the first bit set, the rest a big-endian two's complement. */
    private long number(int offset, int length) throws ImageException {
        if ((header[offset] & 0x80) != 0) {
            boolean negative = (header[offset] & 0x40) != 0;
            long value = negative ? -1 : 0;
            for (int i = 0; i < length; i++) {
                int octet = header[offset + i] & 0xFF;
                if (i == 0) {
                    octet = negative ? octet | 0x80 : octet & 0x7F;
                }
                if (value >> 55 != 0 && value >> 55 != -1) {
                    throw malformed("a number of a header is too large");
                }
                value = value << 8 | octet;
            }
            return value;
        }
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            int c = header[i];
            if (c >= '0' && c <= '7') {
                value = value << 3 | (c - '0');
            } else if (c == 0 || c == ' ') {
                if (value != 0) {
                    break; // leading blanks are padding, later ones the end
                }
            } else {
                throw malformed("a number of a header has a digit that is not octal");
            }
        }
        return value;
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return FileNames.decode(java.nio.ByteBuffer.wrap(header, offset, end - offset));
    }

    /** GNU ends long names with NUL. */
    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return FileNames.decode(java.nio.ByteBuffer.wrap(bytes, 0, end));
    }

    private static String text(Map<String, byte[]> pax, String key) throws ImageException {
        String value = FileNames.decode(pax.getOrDefault(key, new byte[0]));
        if (value.indexOf('\0') >= 0) {
            throw malformed("the PAX header has a NUL in " + key);
        }
        return value;
    }

    private static long paxNumber(Map<String, byte[]> pax, String key) throws ImageException {
        String value = text(pax, key);
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ImageException(Kind.MALFORMED, "the PAX header has no number in " + key + ": " + value, e);
        }
        throw malformed("the PAX header has a negative number in " + key + ": " + value);
    }

    /** Records {@code "LENGTH KEY=VALUE\n"}, where LENGTH counts the whole record. An empty value takes a key back. */
    private static Map<String, byte[]> parsePax(byte[] bytes) throws ImageException {
        var result = new LinkedHashMap<String, byte[]>();
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            int digits = at;
            int length = 0;
            while (digits < bytes.length && bytes[digits] >= '0' && bytes[digits] <= '9' && length < MAX_PAX) {
                length = length * 10 + bytes[digits++] - '0';
            }
            int end = at + length;
            if (digits >= bytes.length || bytes[digits] != ' ' || end > bytes.length || end <= digits + 1) {
                throw malformed("a record of the PAX header has a wrong length");
            }
            int equals = digits + 1;
            while (equals < end && bytes[equals] != '=') {
                equals++;
            }
            if (equals >= end - 1 || bytes[end - 1] != '\n') {
                throw malformed("a record of the PAX header is not of the form KEY=VALUE");
            }
            String key = FileNames.decode(java.nio.ByteBuffer.wrap(bytes, digits + 1, equals - digits - 1));
            byte[] value = java.util.Arrays.copyOfRange(bytes, equals + 1, end - 1);
            if (value.length == 0 && !key.startsWith(XATTR_PREFIX)) {
                result.remove(key);
            } else {
                result.put(key, value);
            }
            at = end;
        }
        return result;
    }

    private static ImageException malformed(String message) {
        return new ImageException(Kind.MALFORMED, message);
    }

    /** A time of a PAX header: decimal seconds with any number of digits behind the point. */
    private record PaxTime(long seconds, int nanos) {
        static PaxTime parse(String text) throws ImageException {
            try {
                var time = new java.math.BigDecimal(checked(text)).setScale(9, java.math.RoundingMode.FLOOR);
                long seconds = time.setScale(0, java.math.RoundingMode.FLOOR).longValueExact();
                int nanos = time.subtract(java.math.BigDecimal.valueOf(seconds))
                        .movePointRight(9)
                        .intValueExact();
                return new PaxTime(seconds, nanos);
            } catch (NumberFormatException | ArithmeticException e) {
                throw new ImageException(Kind.MALFORMED, "the PAX header has no time in mtime: " + text, e);
            }
        }

        /** No exponents: {@code 1e999999999} would be expanded into a billion digits. */
        private static String checked(String text) {
            if (text.length() > 64 || !text.matches("-?[0-9]*\\.?[0-9]*")) {
                throw new NumberFormatException(text);
            }
            return text;
        }
    }
}
