package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.MountRequest.BindRecursion;
import dev.jcompose.runtime.launch.ContainerDefaults;
import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.launch.Mount;
import dev.jcompose.runtime.launch.Mount.Flag;
import dev.jcompose.runtime.launch.Mount.Propagation;
import dev.jcompose.runtime.launch.Mount.Recursion;
import dev.jcompose.runtime.volume.Subpath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The mounts of one container in the order they are made: the kernel's, the generated files, then the user's. */
final class MountList {
    private final Foundations base;
    private final Container container;
    private final ContainerFiles etc;
    private final Optional<IdMap> ids;

    /** @param ids of the container's user namespace, if it has one */
    MountList(Foundations base, Container container, ContainerFiles etc, Optional<IdMap> ids) {
        this.base = base;
        this.container = container;
        this.etc = etc;
        this.ids = ids;
    }

    /** Readies the volumes on the way; whoever calls releases them when the container ends. */
    List<Mount> mounts() throws IOException {
        ContainerRecord record = container.record();
        HostConfig host = record.host();
        var users = new ArrayList<>(record.mounts());
        users.sort(Comparator.comparingInt(
                (MountPoint point) -> Path.of(point.destination()).getNameCount()));
        Set<String> covered = new HashSet<>();
        users.forEach(point -> covered.add(point.destination()));

        var mounts = new ArrayList<Mount>();
        boolean noShm = host.ipcMode().equals("none");
        OptionalLong shmSize = host.shmSize();
        for (Mount mount : ContainerDefaults.mounts(shmSize.orElse(ContainerDefaults.SHM_SIZE))) {
            boolean replaced = covered.contains(mount.target())
                    || (covered.contains("/dev") && mount.target().startsWith("/dev/"));
            boolean left = noShm && mount.target().equals("/dev/shm");
            if (!replaced && !left) {
                add(mounts, host.privileged() ? writable(mount) : mount);
            }
        }
        if (!covered.contains("/sys/fs/cgroup") && !covered.contains("/sys")) {
            Cgroups.mounts(base.cgroups(), record).forEach(mount -> add(mounts, mount));
        }
        addGenerated(mounts, covered, "/etc/resolv.conf", etc.resolvConf());
        addGenerated(mounts, covered, "/etc/hostname", etc.hostname());
        addGenerated(mounts, covered, "/etc/hosts", etc.hosts());
        for (MountPoint point : users) {
            mounts.add(mount(point));
        }
        return mounts;
    }

    private void addGenerated(List<Mount> mounts, Set<String> covered, String target, Path file) {
        if (!covered.contains(target) && java.nio.file.Files.exists(file)) {
            mounts.add(
                    new Mount.Bind(file, target, flags(container.record().host().readonlyRootfs())).withOwners(ids));
        }
    }

    private Mount mount(MountPoint point) throws IOException {
        Set<Flag> flags = flags(!point.writable());
        return switch (point.type()) {
            case BIND ->
                new Mount.Bind(
                        Path.of(point.source()),
                        point.destination(),
                        flags,
                        recursion(point.recursion()),
                        propagation(point.propagation()),
                        owners(point));
            case VOLUME -> {
                Path data = base.volumes().acquire(point.name(), container.id());
                base.publishMount(container.record(), point);
                Path source = point.subpath().isEmpty() ? data : Subpath.resolve(data, point.subpath());
                yield new Mount.Bind(source, point.destination(), flags).withOwners(ids);
            }
            case TMPFS -> tmpfs(point);
        };
    }

    /** Of the user's own files, as the container has them: those of others look like nobody's unless it was asked for. */
    private Optional<IdMap> owners(MountPoint point) {
        if (point.idMap().isEmpty()) {
            return Optional.empty();
        }
        IdMap asked = OwnerMapping.parse(point.idMap());
        if (ids.isPresent()) {
            return Optional.of(asked.through(ids.get()));
        }
        return OwnerMapping.isIdentity(asked) ? Optional.empty() : Optional.of(asked);
    }

    /**
     * Adds a file system of the kernel. In a user namespace nobody may mount those that show a namespace of the host: there the
     * host's own mount has to do, if it has one.
     */
    private void add(List<Mount> mounts, Mount mount) {
        HostConfig host = container.record().host();
        if (ids.isPresent() && mount instanceof Mount.Filesystem system) {
            if (system.type().equals("mqueue") && host.ipcMode().equals("host")) {
                addOfHost(mounts, Path.of("/dev/mqueue"), system);
                return;
            }
            if (system.type().equals("cgroup2") && host.cgroupnsMode().equals("host")) {
                addOfHost(mounts, base.cgroups().hierarchies().getFirst().mountPoint(), system);
                return;
            }
        }
        mounts.add(mount);
    }

    private static void addOfHost(List<Mount> mounts, Path source, Mount.Filesystem instead) {
        if (java.nio.file.Files.exists(source)) {
            mounts.add(new Mount.Bind(source, instead.target(), instead.flags()));
        }
    }

    private static Mount tmpfs(MountPoint point) {
        var flags = EnumSet.of(Flag.NO_EXEC, Flag.NO_SUID, Flag.NO_DEV);
        var options = new ArrayList<String>();
        for (String option : point.tmpfsOptions()) {
            switch (option) {
                case "exec" -> flags.remove(Flag.NO_EXEC);
                case "noexec" -> flags.add(Flag.NO_EXEC);
                case "suid" -> flags.remove(Flag.NO_SUID);
                case "nosuid" -> flags.add(Flag.NO_SUID);
                case "dev" -> flags.remove(Flag.NO_DEV);
                case "nodev" -> flags.add(Flag.NO_DEV);
                case "ro" -> flags.add(Flag.READ_ONLY);
                case "rw", "" -> flags.remove(Flag.READ_ONLY);
                default -> options.add(option);
            }
        }
        return new Mount.Filesystem("tmpfs", point.destination(), flags, options);
    }

    private static Mount writable(Mount mount) {
        return mount instanceof Mount.Filesystem system && system.target().equals("/sys")
                ? new Mount.Filesystem(
                        system.type(),
                        system.target(),
                        EnumSet.of(Flag.NO_SUID, Flag.NO_EXEC, Flag.NO_DEV),
                        system.options())
                : mount;
    }

    private static Set<Flag> flags(boolean readOnly) {
        return readOnly ? EnumSet.of(Flag.READ_ONLY) : Set.of();
    }

    private static Recursion recursion(BindRecursion recursion) {
        return switch (recursion) {
            case ENABLED -> Recursion.RECURSIVE;
            case WRITABLE -> Recursion.RECURSIVE_TOP_READ_ONLY;
            case DISABLED -> Recursion.NONE;
        };
    }

    private static Propagation propagation(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "private" -> Propagation.PRIVATE;
            case "slave" -> Propagation.SLAVE;
            case "rslave" -> Propagation.RECURSIVE_SLAVE;
            case "shared" -> Propagation.SHARED;
            case "rshared" -> Propagation.RECURSIVE_SHARED;
            default -> Propagation.RECURSIVE_PRIVATE;
        };
    }

    /** Lets go of what {@link #mounts} readied. */
    static void release(Foundations base, ContainerRecord container) throws IOException {
        for (MountPoint point : container.mounts()) {
            if (point.type() == MountType.VOLUME
                    && base.volumes().find(point.name()).isPresent()) {
                base.volumes().release(point.name(), container.id());
                base.publishUnmount(container, point);
            }
        }
    }
}
