package dev.jcompose.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * A directory of records, one JSON file {@code <key>.json} each. Every call is atomic and durable on its own; callers that
 * change one record from several threads order these changes themselves.
 */
public final class RecordDirectory<T> {
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final JsonCodec<T> codec;

    private RecordDirectory(Path directory, JsonCodec<T> codec) {
        this.directory = directory;
        this.codec = codec;
    }

    /** Opens the directory, which it makes when missing, and removes what a killed writer left in it. */
    public static <T> RecordDirectory<T> open(Path directory, JsonCodec<T> codec) throws IOException {
        StateRoot.makePrivate(directory);
        AtomicFile.sweep(directory);
        return new RecordDirectory<>(directory, codec);
    }

    /**
     * All records by key, keys in order.
     *
     * @throws StateException naming the file, if one of them cannot be read
     */
    public SequencedMap<String, T> loadAll() throws IOException {
        var result = new TreeMap<String, T>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                result.put(name.substring(0, name.length() - SUFFIX.length()), read(file));
            }
        }
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(result));
    }

    public Optional<T> load(String key) throws IOException {
        try {
            return Optional.of(read(fileOf(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public void save(String key, T value) throws IOException {
        AtomicFile.write(fileOf(key), codec.toJson(value).toBytes());
    }

    /** Removes the record, if it exists. */
    public void delete(String key) throws IOException {
        AtomicFile.delete(fileOf(key));
    }

    private T read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return codec.fromJson(JsonObject.parse(bytes));
        } catch (MalformedJsonException e) {
            throw new StateException("the state file " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Keys become file names, so they may not leave the directory nor look like a temporary file. */
    private Path fileOf(String key) {
        if (key.isEmpty() || key.startsWith(".") || key.indexOf('/') >= 0 || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not usable as the name of a record: '" + key + "'");
        }
        return directory.resolve(key + SUFFIX);
    }
}
