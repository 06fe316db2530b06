package dev.jcompose.runtime.launch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of operations in the helper's format: {@code "JCH1"}, then for each operation its code, the length of its fields,
 * and the fields. Numbers are 64 bits, strings and lists counted in 32 bits, all little-endian.
 */
final class LaunchRecord {
    private static final byte[] MAGIC = "JCH1".getBytes(StandardCharsets.US_ASCII);

    private final List<Operation> operations = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);

    LaunchRecord() {
        bytes.writeBytes(MAGIC);
    }

    /** Appends an operation; its fields are {@code Long}, {@code Integer}, {@code String}, {@code Path}, byte[] or lists of strings. */
    LaunchRecord add(Operation operation, Object... fields) {
        var content = new ByteArrayOutputStream();
        for (Object field : fields) {
            write(content, field);
        }
        operations.add(operation);
        number32(bytes, operation.code());
        number32(bytes, content.size());
        bytes.writeBytes(content.toByteArray());
        return this;
    }

    /** The operation at an index, as the helper counts them; EXEC for an index that the record does not have. */
    Operation operation(int index) {
        return index >= 0 && index < operations.size() ? operations.get(index) : Operation.EXEC;
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object field) {
        switch (field) {
            case Long number -> number64(out, number);
            case Integer number -> number64(out, number);
            case Path path -> string(out, path.toString());
            case String text -> string(out, text);
            case byte[] content -> {
                number32(out, content.length);
                out.writeBytes(content);
            }
            case List<?> list -> {
                number32(out, list.size());
                list.forEach(element -> string(out, element.toString()));
            }
            default -> throw new IllegalArgumentException("no field is a " + field.getClass());
        }
    }

    /** The helper reads up to the NUL: a text that has one inside could mean something else to it than to us. */
    private static void string(ByteArrayOutputStream out, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text contains a NUL character: '" + text.replace("\0", "\\0") + "'");
        }
        number32(out, content.length + 1);
        out.writeBytes(content);
        out.write(0);
    }

    private static void number32(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private static void number64(ByteArrayOutputStream out, long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
