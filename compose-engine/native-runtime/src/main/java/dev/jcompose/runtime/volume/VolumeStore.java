package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.os.MountCalls;
import dev.jcompose.runtime.store.RecordDirectory;
import dev.jcompose.runtime.store.StateRoot;
import dev.jcompose.runtime.volume.VolumeException.Kind;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The volumes of one engine. Safe for use by many threads.
 *
 * <p>A volume exists when its record does: the data directory is made before the record and taken away after it.
 */
public final class VolumeStore {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final StateRoot root;
    private final Clock clock;
    private final VolumeJson codec;
    private final RecordDirectory<Volume> records;
    private final TreeMap<String, Volume> volumes;
    /** Containers that use the mount of a volume, by the volume's name; only for volumes that have one. */
    private final Map<String, Set<String>> mounted = new HashMap<>();

    private VolumeStore(StateRoot root, Clock clock, VolumeJson codec, RecordDirectory<Volume> records)
            throws IOException {
        this.root = root;
        this.clock = clock;
        this.codec = codec;
        this.records = records;
        this.volumes = new TreeMap<>(records.loadAll());
    }

    public static VolumeStore open(StateRoot root, Clock clock) throws IOException {
        var codec = new VolumeJson(root.directory("volumes"));
        var store = new VolumeStore(root, clock, codec, RecordDirectory.open(root.directory("volume-records"), codec));
        store.discardDataWithoutRecord();
        return store;
    }

    /** The volume of that name, made if there is none. An existing one keeps its labels and options, as Docker has it. */
    public synchronized Volume create(VolumeRequest request) throws IOException {
        if (!request.driver().isEmpty() && !request.driver().equals("local")) {
            throw new VolumeException(
                    Kind.NOT_FOUND,
                    "error looking up volume plugin " + request.driver() + ": plugin \"" + request.driver()
                            + "\" not found");
        }
        MountOptions.parse(request.options());
        var name = request.name().filter(given -> !given.isEmpty()).orElseGet(VolumeStore::newName);
        if (!NAME.matcher(name).matches()) {
            throw new VolumeException(
                    Kind.INVALID_REQUEST,
                    "create " + name + ": \"" + name + "\" includes invalid characters for a local volume name, only"
                            + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to"
                            + " pass a host directory, use absolute path");
        }
        var existing = volumes.get(name);
        if (existing != null) {
            return existing;
        }
        var labels = new LinkedHashMap<>(request.labels());
        if (request.name().filter(given -> !given.isEmpty()).isEmpty()) {
            labels.putIfAbsent(Volume.ANONYMOUS_LABEL, "");
        }
        var volume = new Volume(name, "local", codec.dataOf(name), labels, request.options(), clock.instant());
        Files.createDirectories(volume.data());
        records.save(name, volume);
        volumes.put(name, volume);
        return volume;
    }

    public synchronized Optional<Volume> find(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** @throws VolumeException NOT_FOUND: {@code get NAME: no such volume} */
    public Volume get(String name) throws IOException {
        return find(name).orElseThrow(() -> new VolumeException(Kind.NOT_FOUND, "get " + name + ": no such volume"));
    }

    /** All volumes by name. */
    public synchronized List<Volume> list() {
        return List.copyOf(volumes.values());
    }

    /**
     * Removes the volume with all its data.
     *
     * @param users ids of the containers that use it, running or not
     * @throws VolumeException NOT_FOUND or CONFLICT
     */
    public synchronized void remove(String name, List<String> users) throws IOException {
        get(name);
        if (!users.isEmpty()) {
            throw new VolumeException(
                    Kind.CONFLICT, "remove " + name + ": volume is in use - [" + String.join(", ", users) + "]");
        }
        discard(name);
    }

    /** Removes the anonymous volumes that are not in use, and gives their names. */
    public List<Volume> pruneAnonymous(Predicate<Volume> inUse) throws IOException {
        return prune(inUse.or(volume -> !volume.isAnonymous()));
    }

    /** Removes all volumes that are not in use. */
    public List<Volume> pruneAll(Predicate<Volume> inUse) throws IOException {
        return prune(inUse);
    }

    /**
     * Readies the volume for a container, which means the mount that its options ask for. Doing it again for the same
     * container changes nothing; a new engine does it for each container it re-adopts.
     *
     * @return the directory to bind into the container
     */
    public synchronized Path acquire(String name, String containerId) throws IOException {
        var volume = get(name);
        var options = MountOptions.parse(volume.options());
        if (options.isEmpty()) {
            return volume.data();
        }
        var bound = options.get().bound();
        if (bound.isPresent()) {
            if (!Files.isDirectory(bound.get())) {
                throw new VolumeException(
                        Kind.MOUNT_FAILED,
                        "failed to mount local volume: mount " + bound.get() + ":" + volume.data()
                                + ": no such file or directory");
            }
            return bound.get();
        }
        var users = mounted.computeIfAbsent(name, key -> new HashSet<>());
        if (users.isEmpty() && !isMountPoint(volume.data())) {
            options.get().mountOn(volume.data());
        }
        users.add(containerId);
        return volume.data();
    }

    /** The container has stopped; the last one to go takes the mount with it. */
    public synchronized void release(String name, String containerId) throws IOException {
        var users = mounted.get(name);
        if (users != null && users.remove(containerId) && users.isEmpty()) {
            mounted.remove(name);
            MountCalls.detach(codec.dataOf(name));
        }
    }

    /** Files' sizes of the volume in bytes, for {@code docker system df}. */
    public long sizeOf(Volume volume) throws IOException {
        var sum = new long[1];
        Files.walkFileTree(volume.data(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) { // a container removed it meanwhile
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return sum[0];
    }

    private synchronized List<Volume> prune(Predicate<Volume> keep) throws IOException {
        List<Volume> removed = new ArrayList<>();
        for (var volume : list()) {
            if (!keep.test(volume)) {
                discard(volume.name());
                removed.add(volume);
            }
        }
        return removed;
    }

    private void discard(String name) throws IOException {
        if (mounted.containsKey(name)) {
            throw new VolumeException(Kind.CONFLICT, "remove " + name + ": volume is in use");
        }
        records.delete(name);
        volumes.remove(name);
        root.trash().discard(codec.volumes().resolve(name));
    }

    /** What a killed engine had made without a record yet, or had no time to take away. */
    private void discardDataWithoutRecord() throws IOException {
        try (var directories = Files.newDirectoryStream(codec.volumes())) {
            for (var directory : directories) {
                if (!volumes.containsKey(String.valueOf(directory.getFileName()))) {
                    root.trash().discard(directory);
                }
            }
        }
    }

    private static boolean isMountPoint(Path path) throws IOException {
        var parent = path.getParent();
        return parent != null && !Files.getAttribute(path, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
    }

    private static String newName() {
        var bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
