package dev.jcompose.runtime.os;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * File names of Linux, which are bytes, as strings and back without loss, whatever the locale: UTF-8 where it is UTF-8, and
 * every byte that is not as one of the unpaired surrogates U+DC80 to U+DCFF, which no UTF-8 text decodes to (the scheme of
 * Python's PEP 383).
 */
public final class FileNames {
    private static final int ESCAPE = 0xDC00;

    private FileNames() {}

    public static String decode(byte[] name) {
        return decode(ByteBuffer.wrap(name));
    }

    /** Decodes the remaining bytes. */
    public static String decode(ByteBuffer name) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return decoder.decode(name.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return decodeEscaped(name.duplicate());
        }
    }

    public static byte[] encode(String name) {
        boolean escaped = name.chars().anyMatch(c -> c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF);
        return escaped ? encodeEscaped(name) : name.getBytes(StandardCharsets.UTF_8);
    }

    private static String decodeEscaped(ByteBuffer name) {
        var result = new StringBuilder(name.remaining());
        while (name.hasRemaining()) {
            int length = sequenceLength(name);
            if (length == 0) {
                result.append((char) (ESCAPE + (name.get() & 0xFF)));
            } else {
                var sequence = new byte[length];
                name.get(sequence);
                result.append(new String(sequence, StandardCharsets.UTF_8));
            }
        }
        return result.toString();
    }

    /** Bytes of the character at the position; 0 if it is not valid UTF-8. */
    private static int sequenceLength(ByteBuffer name) {
        for (int length = 1; length <= Math.min(4, name.remaining()); length++) {
            if (isUtf8(name.slice(name.position(), length))) {
                return length;
            }
        }
        return 0;
    }

    private static boolean isUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static byte[] encodeEscaped(String name) {
        var result = ByteBuffer.allocate(name.length() * 4);
        name.codePoints().forEach(point -> {
            if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xFF) {
                result.put((byte) (point - ESCAPE));
            } else {
                result.put(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return Arrays.copyOf(result.array(), result.position());
    }
}
