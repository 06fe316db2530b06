package dev.jcompose.runtime.network;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The states of sandboxes, one file each. A file is replaced by rename, so that a killed daemon leaves the old or the new one;
 * it is not forced to the disk, because a namespace does not outlive the host, and waiting for the disk would take longer than
 * the rest of making a sandbox.
 */
final class SandboxFiles {
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final SandboxJson codec = new SandboxJson();

    SandboxFiles(Path directory) {
        this.directory = directory;
    }

    void save(SandboxState state) throws IOException {
        Path temporary = directory.resolve(".tmp-" + UUID.randomUUID());
        Files.write(temporary, codec.toJson(state).toBytes());
        Files.move(temporary, file(state.spec().containerId()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** @throws IOException when the file is damaged: after a crash of the host, when nothing of the sandbox remains */
    Optional<SandboxState> load(String containerId) throws IOException {
        try {
            return Optional.of(codec.fromJson(JsonObject.parse(Files.readAllBytes(file(containerId)))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void delete(String containerId) throws IOException {
        Files.deleteIfExists(file(containerId));
    }

    /** The containers that have a file; what a killed writer left is removed. */
    List<String> containerIds() throws IOException {
        var ids = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX)) {
                    ids.add(name.substring(0, name.length() - SUFFIX.length()));
                } else if (name.startsWith(".tmp-")) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return ids;
    }

    private Path file(String containerId) {
        if (!containerId.matches("[A-Za-z0-9_.-]+") || containerId.startsWith(".")) {
            throw new IllegalArgumentException("no container id: " + containerId);
        }
        return directory.resolve(containerId + SUFFIX);
    }
}
