package dev.jcompose.runtime.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What happens on the way into a user namespace: all that needs the rights of the host is readied before it is entered, and
 * only attached inside. The record goes on inside where {@link #enter} ends.
 */
final class Passage {
    private static final String DEV = "/dev";

    private final LaunchSpec spec;
    private final LaunchRecord record;
    private final IdMap ids;
    private final IdentityHashMap<Mount, Integer> staged = new IdentityHashMap<>();
    private int count;

    private Passage(LaunchSpec spec, LaunchRecord record, IdMap ids) {
        this.spec = spec;
        this.record = record;
        this.ids = ids;
    }

    /** Appends everything up to the new process, which is root of the namespace then. */
    static Passage enter(LaunchRecord record, LaunchSpec spec, UserNamespace namespace) {
        record.add(Operation.USER_NAMESPACE, namespace.file());
        var passage = new Passage(spec, record, namespace.ids());
        var mappings = IdMappings.append(record, spec.mounts(), Optional.of(namespace.ids()));
        record.add(Operation.UNSHARE, NamespaceKind.MOUNT.flag())
                .add(Operation.PROPAGATION, MountFields.ofRoot(spec.mounts()));
        passage.binds(mappings);
        passage.devices();
        passage.root(mappings);
        passage.rights();
        passage.clone(spec.namespaces());
        record.add(Operation.NAMESPACE_ROOT)
                .add(Operation.PROPAGATION, MountFields.MS_REC | MountFields.MS_PRIVATE)
                // Any directory of the host will do that is always there; it is out of sight after the pivot.
                .add(Operation.ATTACH_ROOT, passage.count - 1, DEV);
        return passage;
    }

    /** Whether the mount was readied here; then its attaching is appended. */
    boolean attach(Mount mount) {
        Integer number = staged.get(mount);
        if (number == null) {
            return false;
        }
        record.add(Operation.ATTACH, number, mount.target());
        return true;
    }

    private void binds(IdMappings mappings) {
        for (Mount mount : spec.mounts()) {
            if (mount instanceof Mount.Bind bind) {
                record.add(
                        Operation.STAGE_BIND,
                        bind.source(),
                        MountFields.attributes(bind.flags()),
                        MountFields.recursion(bind.recursion()),
                        MountFields.propagation(bind.propagation()),
                        mappings.number(bind.owners()));
                staged.put(mount, count++);
            }
        }
    }

    /** A file system of a user namespace opens no devices, whatever is in it: /dev is one of the host, owned by root inside. */
    private void devices() {
        var dev = spec.ownDev();
        if (dev.isEmpty()) {
            return;
        }
        var options = new ArrayList<>(dev.get().options());
        options.add("uid=" + ids.hostUid(0));
        options.add("gid=" + ids.hostGid(0));
        record.add(
                Operation.STAGE_MOUNT,
                dev.get().type(),
                MountFields.attributes(dev.get().flags()),
                options);
        staged.put(dev.get(), count++);
        ContainerDefaults.DEVICES.forEach(this::node);
        spec.devices().forEach(this::node);
    }

    private void node(DeviceNode node) {
        if (!node.path().startsWith(DEV + "/")) {
            throw new IllegalArgumentException("device " + node.path()
                    + " is not under /dev, which it has to be in a container with user namespaces");
        }
        record.add(
                Operation.STAGE_NODE,
                node.path().substring(DEV.length()),
                node.typeAndMode(),
                node.major(),
                node.minor(),
                ids.hostUid(node.uid()),
                ids.hostGid(node.gid()));
    }

    /** The layers keep their owners on disk, and are shared with containers that have no user namespace. */
    private void root(IdMappings mappings) {
        long number = mappings.number(Optional.of(ids));
        switch (spec.root()) {
            case RootFilesystem.Overlay overlay -> {
                List<Path> directories = new ArrayList<>(overlay.lower());
                directories.add(overlay.upper().getParent());
                directories.stream().distinct().forEach(path -> record.add(Operation.ID_MAP, path, number));
                record.add(
                        Operation.STAGE_OVERLAY,
                        overlay.lower(),
                        overlay.upper(),
                        overlay.work(),
                        overlay.durability() == RootFilesystem.Durability.VOLATILE ? 1 : 0);
            }
            case RootFilesystem.Directory directory ->
                record.add(
                        Operation.STAGE_BIND,
                        directory.path(),
                        0,
                        0,
                        MountFields.MS_REC | MountFields.MS_PRIVATE,
                        number);
        }
        count++;
    }

    /** To have more than the daemon is a right that nobody has inside. */
    private void rights() {
        for (var limit : spec.process().rlimits()) {
            record.add(Operation.RLIMIT_RAISE, limit.resource().number(), limit.hard());
        }
        spec.process()
                .oomScoreAdjustment()
                .ifPresent(score -> record.add(Operation.OOM_SCORE, Integer.toString(score)));
    }

    private void clone(Namespaces namespaces) {
        long own = NamespaceKind.MOUNT.flag()
                | newOrJoined(namespaces.pid(), NamespaceKind.PID)
                | newOrJoined(namespaces.network(), NamespaceKind.NETWORK)
                | newOrJoined(namespaces.ipc(), NamespaceKind.IPC)
                | newOrJoined(namespaces.uts(), NamespaceKind.UTS);
        record.add(Operation.CLONE, own);
    }

    private long newOrJoined(Namespace namespace, NamespaceKind kind) {
        return switch (namespace) {
            case Namespace.Private isolated -> kind.flag();
            case Namespace.Host host -> 0;
            case Namespace.Join(Path file) -> {
                record.add(Operation.SETNS, file, kind.flag());
                yield 0;
            }
        };
    }
}
