package dev.jcompose.runtime.container;

import dev.jcompose.runtime.store.AtomicFile;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import dev.jcompose.runtime.store.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The directory of one container: its record, its state, what it writes, its log and generated files. */
record ContainerFiles(Path directory) {
    /** Makes the directory with all it needs, under a name of its own until it is complete. */
    void create() throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(directory, mode);
        Files.createDirectory(upper());
        Files.setPosixFilePermissions(upper(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(work());
        Files.createDirectory(supervisor(), mode);
        Files.createFile(upper().resolve(".dockerenv"));
    }

    Path upper() {
        return directory.resolve("upper");
    }

    Path work() {
        return directory.resolve("work");
    }

    /** What belongs to the supervisor of the first process. */
    Path supervisor() {
        return directory.resolve("run");
    }

    Path hosts() {
        return directory.resolve("hosts");
    }

    Path hostname() {
        return directory.resolve("hostname");
    }

    Path resolvConf() {
        return directory.resolve("resolv.conf");
    }

    Path log() {
        return directory.resolve(directory.getFileName() + "-json.log");
    }

    private Path recordFile() {
        return directory.resolve("container.json");
    }

    private Path stateFile() {
        return directory.resolve("state.json");
    }

    /** There while the container is being made; one that is found at the start of the daemon is removed. */
    private Path incompleteMark() {
        return directory.resolve("incomplete");
    }

    /** Notes the volumes that are made for this container alone, so that they go with it. */
    void markIncomplete(List<String> ownVolumes) throws IOException {
        try {
            Files.write(incompleteMark(), ownVolumes);
        } catch (IOException e) {
            throw AtomicFile.failed(incompleteMark(), e);
        }
    }

    /** The volumes that were being made for a container that never was completed. */
    List<String> ownVolumesOfIncomplete() throws IOException {
        return Files.exists(incompleteMark()) ? Files.readAllLines(incompleteMark()) : List.of();
    }

    void markComplete() throws IOException {
        Files.deleteIfExists(incompleteMark());
    }

    boolean isComplete() {
        return Files.exists(recordFile()) && !Files.exists(incompleteMark());
    }

    ContainerRecord readRecord() throws IOException {
        try {
            return ContainerRecord.CODEC.fromJson(JsonObject.parse(Files.readAllBytes(recordFile())));
        } catch (MalformedJsonException e) {
            throw new StateException("the state file " + recordFile() + " is damaged: " + e.getMessage(), e);
        }
    }

    void write(ContainerRecord container) throws IOException {
        AtomicFile.write(recordFile(), ContainerRecord.CODEC.toJson(container).toBytes());
    }

    /** Empty when a power cut took the state: the container is then known not to run. */
    Optional<RunState> readState() throws IOException {
        try {
            return Optional.of(RunState.CODEC.fromJson(JsonObject.parse(Files.readAllBytes(stateFile()))));
        } catch (NoSuchFileException | MalformedJsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the state. It survives the death of the daemon at any moment, but is not forced to the disk: after a power
     * cut nothing runs any more, so what it says would be wrong anyway, and a start has no time for the disk.
     */
    void write(RunState state) throws IOException {
        replace(stateFile(), RunState.CODEC.toJson(state).toBytes());
    }

    void writeGenerated(Path file, String content) throws IOException {
        if (Files.exists(file)) {
            // Bound into containers: a new file in its place would not be seen there.
            Files.writeString(file, content);
            return;
        }
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFile.failed(file, e);
        }
    }
}
