package dev.jcompose.model.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads text files, none larger than a bound, each once. */
final class TextFiles {

    /** Larger files are refused: nobody writes them, and what is made of them takes many times as much memory. */
    static final int MAX_BYTES = 16 << 20;

    /** PATH_MAX of Linux. */
    private static final int LONGEST_LINK = 4096;

    private final InputStream stdin;
    private final SequencedMap<Path, String> texts = new LinkedHashMap<>();

    TextFiles(InputStream stdin) {
        this.stdin = stdin;
    }

    /** The text of each file read so far. */
    SequencedMap<Path, String> texts() {
        return texts;
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
        String text = decode(file, bytes(file));
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
                throw new IOException("open " + file + ": " + e.getReason(), e);
            }
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("read " + file + ": file is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return bytes;
    }

    private static String decode(Path file, byte[] bytes) throws IOException {
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
        }
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("read " + file + ": the text is not valid " + charset.name(), e);
        }
    }
}
