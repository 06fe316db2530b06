package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.cgroup.Hierarchy.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cgroup hierarchies of this host: v1, v2, or hybrid, where v1 has the controllers and a cgroup2 mount without any
 * serves to freeze and kill. A container has a directory {@code <parent>/<id>} in each.
 */
public final class CgroupLayout {
    /** Beneath this, in every hierarchy, are the cgroups of all containers that do not name a parent. */
    public static final String PARENT = "/jcompose";

    private static final Set<String> CONTROLLERS = Set.of("cpu", "cpuset", "memory", "pids", "io", "hugetlb", "rdma");
    private static final Set<String> V1_FLAGS = Set.of("rw", "ro", "clone_children", "xattr", "noprefix");

    private final List<Hierarchy> hierarchies;

    private CgroupLayout(List<Hierarchy> hierarchies) {
        this.hierarchies = List.copyOf(hierarchies);
    }

    /** Reads the layout of this host from /proc/self/mountinfo. */
    public static CgroupLayout detect() throws IOException {
        var layout = parse(Files.readAllLines(Path.of("/proc/self/mountinfo")));
        var complete = new ArrayList<Hierarchy>();
        for (var hierarchy : layout.hierarchies) {
            complete.add(hierarchy.version() == Version.V2 ? withControllers(hierarchy) : hierarchy);
        }
        return new CgroupLayout(complete);
    }

    /**
     * Finds the hierarchies in a mount table; of one mounted twice, the first counts. A cgroup2 mount comes without
     * controllers, because the table does not name them.
     */
    static CgroupLayout parse(List<String> mountinfo) {
        var found = new ArrayList<Hierarchy>();
        var seen = new LinkedHashSet<String>();
        for (String line : mountinfo) {
            int separator = line.indexOf(" - ");
            if (separator < 0) {
                continue;
            }
            var mountPoint = Path.of(unescape(line.substring(0, separator).split(" ")[4]));
            var filesystem = line.substring(separator + 3).split(" ");
            if (filesystem[0].equals("cgroup2") && seen.add("cgroup2")) {
                found.add(new Hierarchy(Version.V2, mountPoint, Set.of()));
            } else if (filesystem[0].equals("cgroup") && filesystem.length > 2) {
                Set<String> controllers = Arrays.stream(filesystem[2].split(","))
                        .filter(option -> !V1_FLAGS.contains(option) && !option.startsWith("release_agent="))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                if (!controllers.isEmpty() && seen.addAll(controllers)) {
                    found.add(new Hierarchy(Version.V1, mountPoint, controllers));
                }
            }
        }
        return new CgroupLayout(found);
    }

    /** For tests: the layout with these hierarchies. */
    static CgroupLayout of(Hierarchy... hierarchies) {
        return new CgroupLayout(List.of(hierarchies));
    }

    public List<Hierarchy> hierarchies() {
        return hierarchies;
    }

    /** Whether all controllers are in one cgroup2 hierarchy. */
    public boolean isUnified() {
        return hierarchies.stream().allMatch(h -> h.version() == Version.V2) && !hierarchies.isEmpty();
    }

    /** What Docker calls it in /info: "1" or "2". */
    public String version() {
        return isUnified() ? "2" : "1";
    }

    /** The layout as it would be with the cgroup2 hierarchy alone; empty on a host without one. */
    public Optional<CgroupLayout> unifiedOnly() {
        return unified().map(CgroupLayout::of);
    }

    Optional<Hierarchy> unified() {
        return hierarchies.stream().filter(h -> h.version() == Version.V2).findFirst();
    }

    /** The hierarchy that has the controller; v1 wins, as the kernel lets only one have it. */
    Optional<Hierarchy> withController(String controller) {
        return hierarchies.stream().filter(h -> h.has(controller)).findFirst();
    }

    /**
     * Makes the parent in every hierarchy and passes the controllers on to it, so that containers can be limited beneath.
     * To be called once when the engine starts, and for each {@code cgroup_parent} that is not {@link #PARENT}.
     *
     * @throws IOException when a directory cannot be made or a controller not be enabled
     */
    public void prepare(String parent) throws IOException {
        for (var hierarchy : hierarchies) {
            Path directory = hierarchy.mountPoint();
            for (Path name : directory.relativize(beneath(hierarchy, parent))) {
                var child = directory.resolve(name);
                if (hierarchy.version() == Version.V2) {
                    enableControllers(directory);
                }
                if (!Files.isDirectory(child)) {
                    Files.createDirectory(child);
                }
                if (hierarchy.version() == Version.V1 && hierarchy.has("cpuset")) {
                    inheritCpuset(directory, child);
                }
                directory = child;
            }
            if (hierarchy.version() == Version.V2) {
                enableControllers(directory);
            }
        }
    }

    /**
     * Moves this process, and with it all that it starts, out of the cgroup of the login session or service that it was
     * started from, where they would be killed when that ends. Resource limits stay those it was started under, except on v2,
     * where there is one hierarchy for all.
     *
     * @param path such as {@code /jcompose/engine}; made when absent
     */
    public void moveSelf(String path) throws IOException {
        prepare(Path.of(path).resolveSibling("").toString());
        for (var hierarchy : hierarchies) {
            if (hierarchy.version() == Version.V2 || hierarchy.has("name=systemd")) {
                var directory = beneath(hierarchy, path);
                if (!Files.isDirectory(directory)) {
                    Files.createDirectory(directory);
                }
                Files.writeString(directory.resolve("cgroup.procs"), "0");
            }
        }
    }

    /**
     * The plan for one container.
     *
     * @param parent {@link #PARENT} or the container's {@code cgroup_parent}; must have been prepared
     * @param id names the container's directory
     * @param devices in order; empty for a container that may open every device
     */
    public CgroupPlan plan(String parent, String id, CgroupLimits limits, List<DeviceRule> devices) {
        var directories =
                hierarchies.stream().map(h -> container(h, parent, id)).toList();
        var unified = unified().map(h -> container(h, parent, id));
        var writes = new ArrayList<CgroupPlan.Write>();
        for (var hierarchy : hierarchies) {
            var directory = container(hierarchy, parent, id);
            if (hierarchy.version() == Version.V1) {
                writes.addAll(LimitsV1.writes(hierarchy, directory, limits));
                if (hierarchy.has("devices") && !devices.isEmpty()) {
                    writes.addAll(LimitsV1.devices(directory, devices));
                }
            } else {
                writes.addAll(LimitsV2.writes(hierarchy, directory, limits));
            }
        }
        boolean filtered = !devices.isEmpty() && withController("devices").isEmpty() && unified.isPresent();
        Optional<DeviceFilter> filter =
                filtered ? Optional.of(DeviceFilterCompiler.compile(devices)) : Optional.empty();
        Optional<Path> oom = withController("memory")
                .map(h -> container(h, parent, id)
                        .resolve(h.version() == Version.V1 ? "memory.oom_control" : "memory.events"));
        return new CgroupPlan(directories, unified, writes, filter, oom);
    }

    /** The cgroups of a container that runs or ran under this parent and id. */
    public Cgroup cgroup(String parent, String id) {
        return new Cgroup(this, h -> container(h, parent, id));
    }

    private static Path container(Hierarchy hierarchy, String parent, String id) {
        return beneath(hierarchy, parent).resolve(id);
    }

    private static Path beneath(Hierarchy hierarchy, String parent) {
        var path =
                hierarchy.mountPoint().resolve(parent.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith(hierarchy.mountPoint())) {
            throw new IllegalArgumentException("cgroup parent '" + parent + "' leaves the cgroup file system");
        }
        return path;
    }

    private static Hierarchy withControllers(Hierarchy hierarchy) throws IOException {
        var names = Files.readString(hierarchy.mountPoint().resolve("cgroup.controllers"));
        var controllers = Arrays.stream(names.strip().split("\\s+"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Hierarchy(hierarchy.version(), hierarchy.mountPoint(), controllers);
    }

    /** A cpuset of v1 begins empty and takes no process so; clone_children makes it begin as a copy of its parent. */
    private static void inheritCpuset(Path parent, Path child) throws IOException {
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
            if (Files.readString(child.resolve(file)).isBlank()) {
                Files.writeString(child.resolve(file), Files.readString(parent.resolve(file)));
            }
        }
        Files.writeString(child.resolve("cgroup.clone_children"), "1");
    }

    private static void enableControllers(Path directory) throws IOException {
        var enabled = Set.of(Files.readString(directory.resolve("cgroup.subtree_control"))
                .strip()
                .split("\\s+"));
        for (String controller : Files.readString(directory.resolve("cgroup.controllers"))
                .strip()
                .split("\\s+")) {
            if (CONTROLLERS.contains(controller) && !enabled.contains(controller)) {
                Files.writeString(directory.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    /** Blanks and backslashes of a path are octal in mountinfo. */
    private static String unescape(String path) {
        return path.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
