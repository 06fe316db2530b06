package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The volumes of one engine. Safe for use by many threads. */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class VolumeStore {
    private final StateRoot root;
    private final Clock clock;

    private VolumeStore(StateRoot root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    public static VolumeStore open(StateRoot root, Clock clock) throws IOException {
        return new VolumeStore(root, clock);
    }

    /** The volume of that name, made if there is none. An existing one keeps its labels and options, as Docker has it. */
    public Volume create(VolumeRequest request) throws IOException {
        throw new UnsupportedOperationException(request.toString() + root.path() + clock);
    }

    public Optional<Volume> find(String name) {
        throw new UnsupportedOperationException(name);
    }

    /** @throws VolumeException NOT_FOUND: {@code get NAME: no such volume} */
    public Volume get(String name) throws IOException {
        throw new UnsupportedOperationException(name);
    }

    /** All volumes by name. */
    public List<Volume> list() {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes the volume with all its data.
     *
     * @param users ids of the containers that use it, running or not
     * @throws VolumeException NOT_FOUND or CONFLICT
     */
    public void remove(String name, List<String> users) throws IOException {
        throw new UnsupportedOperationException(name + users);
    }

    /** Removes the anonymous volumes that are not in use, and gives their names. */
    public List<Volume> pruneAnonymous(Predicate<Volume> inUse) throws IOException {
        throw new UnsupportedOperationException(inUse.toString());
    }

    /** Removes all volumes that are not in use. */
    public List<Volume> pruneAll(Predicate<Volume> inUse) throws IOException {
        throw new UnsupportedOperationException(inUse.toString());
    }

    /**
     * Readies the volume for a container, which means the mount that its options ask for. Doing it again for the same
     * container changes nothing; a new engine does it for each container it re-adopts.
     *
     * @return the directory to bind into the container
     */
    public Path acquire(String name, String containerId) throws IOException {
        throw new UnsupportedOperationException(name + containerId);
    }

    /** The container has stopped; the last one to go takes the mount with it. */
    public void release(String name, String containerId) throws IOException {
        throw new UnsupportedOperationException(name + containerId);
    }

    /** Files' sizes of the volume in bytes, for {@code docker system df}. */
    public long sizeOf(Volume volume) throws IOException {
        throw new UnsupportedOperationException(volume.toString());
    }
}
