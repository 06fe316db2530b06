package dev.jcompose.model.load;

import dev.jcompose.model.problem.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads text files, none larger than a bound, each once. */
final class TextFiles {

    /** Larger files are refused: nobody writes them, and what is made of them takes many times as much memory. */
    static final int MAX_BYTES = 16 << 20;

    /** PATH_MAX of Linux. */
    private static final int LONGEST_LINK = 4096;

    /** The text of a file is in no encoding that is known. */
    static final class EncodingException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Span at;

        EncodingException(Span at, String message) {
            super(message);
            this.at = at;
        }

        /** The first byte that cannot be read. */
        Span at() {
            return at;
        }
    }

    private final InputStream stdin;
    private final SequencedMap<Path, String> texts = new LinkedHashMap<>();
    private final SequencedMap<Path, String> undecoded = new LinkedHashMap<>();

    TextFiles(InputStream stdin) {
        this.stdin = stdin;
    }

    /** The text of each file read so far. */
    SequencedMap<Path, String> texts() {
        return texts;
    }

    /** Those, and as much as can be shown of files whose text could not be decoded. */
    SequencedMap<Path, String> sources() {
        var sources = new LinkedHashMap<>(texts);
        undecoded.forEach(sources::putIfAbsent);
        return sources;
    }

    /**
     * The text of a file; {@code -} is standard input.
     *
     * @throws IOException with a message for users that names the file
     */
    String read(Path file) throws IOException {
        String known = texts.get(file);
        if (known != null) {
            return known;
        }
        return read(file, CodingErrorAction.REPORT);
    }

    /**
     * The text of a file of variables. Bytes that are no UTF-8, as in comments of old files, do not matter to Docker
     * Compose: they become U+FFFD.
     *
     * @throws IOException with a message for users that names the file
     */
    String readVariables(Path file) throws IOException {
        String known = texts.get(file);
        return known != null ? known : read(file, CodingErrorAction.REPLACE);
    }

    private String read(Path file, CodingErrorAction onError) throws IOException {
        String text = decode(file, bytes(file), onError);
        texts.put(file, text);
        return text;
    }

    /**
     * The file that a symbolic link leads to which became a plain file with its target as text: so Git writes links
     * where the system or the archive has none.
     */
    static Optional<Path> storedLink(Path file, String text) {
        boolean name = (text.endsWith(".yaml") || text.endsWith(".yml"))
                && text.length() < LONGEST_LINK
                && text.chars().noneMatch(c -> Character.isWhitespace(c) || c < ' ');
        if (!name || text.indexOf(':') >= 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(file.resolveSibling(text).normalize()).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private byte[] bytes(Path file) throws IOException {
        byte[] bytes;
        if (file.toString().equals("-")) {
            bytes = stdin.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge("standard input", "is longer than");
            }
        } else {
            if (Files.isDirectory(file)) {
                throw new IOException("read " + file + ": is a directory");
            }
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            } catch (NoSuchFileException e) {
                throw new IOException("open " + file + ": no such file or directory", e);
            } catch (AccessDeniedException e) {
                throw new IOException("open " + file + ": permission denied", e);
            } catch (FileSystemException e) {
                String reason = String.valueOf(e.getReason());
                boolean circle = reason.startsWith("Too many levels of symbolic links");
                throw new IOException(
                        "open " + file + ": " + (circle ? "too many levels of symbolic links" : reason), e);
            } catch (IOException e) {
                throw new IOException("read " + file + ": " + e.getMessage(), e);
            }
            if (bytes.length > MAX_BYTES) {
                // What is no plain file, such as a pipe, has no size.
                long size = Files.size(file);
                throw tooLarge(
                        file.toString(), size > MAX_BYTES ? "has " + size + " bytes, more than" : "is longer than");
            }
        }
        return bytes;
    }

    private static IOException tooLarge(String name, String size) {
        return new IOException("read " + name + ": it " + size + " the limit of " + MAX_BYTES + " bytes ("
                + (MAX_BYTES >> 20) + " MiB); split it into several files");
    }

    private String decode(Path file, byte[] bytes, CodingErrorAction onError) throws EncodingException {
        Charset charset = StandardCharsets.UTF_8;
        int start = 0;
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            start = 3;
        } else if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            charset = StandardCharsets.UTF_16BE;
            start = 2;
        } else if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            charset = StandardCharsets.UTF_16LE;
            start = 2;
        } else if (bytes.length >= 2 && (bytes[0] == 0) != (bytes[1] == 0)) {
            undecoded.put(
                    file, new String(bytes, bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE));
            throw new EncodingException(
                    new Span(file, 1, 1, 2),
                    "read " + file + ": the text looks like UTF-16 without a byte order mark; save it as UTF-8");
        }
        var in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        var decoder = charset.newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError);
        CharBuffer text = CharBuffer.allocate((int) (in.remaining() * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, text, true);
        if (result.isError()) {
            Span at = end(file, text.flip().toString());
            undecoded.put(file, new String(bytes, start, bytes.length - start, charset));
            String wrong = String.format(Locale.ROOT, "0x%02X", bytes[in.position()]);
            throw new EncodingException(
                    at,
                    "read " + file + ": line " + at.line() + ": the text is not valid " + charset.name() + " (" + wrong
                            + "); save it as UTF-8");
        }
        return text.flip().toString();
    }

    /** What follows a text. */
    private static Span end(Path file, String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        int lineStart = text.lastIndexOf('\n') + 1;
        int column = 1 + text.codePointCount(lineStart, text.length());
        return new Span(file, line, column, column + 1);
    }
}
