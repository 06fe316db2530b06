package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Turns the description of a container into the operations that make it. The order is the point of this class. */
final class ContainerRecord {
    /** Symbolic links of /dev. */
    private static final Map<String, String> LINKS = links();

    private final LaunchSpec spec;
    private final LaunchRecord record = new LaunchRecord();
    private IdMappings mappings = IdMappings.none();
    private Optional<Passage> passage = Optional.empty();

    private ContainerRecord(LaunchSpec spec) {
        this.spec = spec;
    }

    static LaunchRecord of(LaunchSpec spec) {
        return new ContainerRecord(spec).build();
    }

    private LaunchRecord build() {
        supervisor();
        if (spec.userNamespace().isPresent()) {
            passage =
                    Optional.of(Passage.enter(record, spec, spec.userNamespace().get()));
        } else {
            mappings = IdMappings.append(record, spec.mounts(), Optional.empty());
            namespaces();
        }
        settings();
        if (passage.isEmpty()) {
            root();
        }
        spec.mounts().forEach(this::mount);
        devices();
        record.add(Operation.EMPTY_FILE, "/.dockerenv").add(Operation.SYMLINK, "/etc/mtab", "/proc/mounts");
        spec.maskedPaths().forEach(path -> record.add(Operation.MASK, path));
        spec.readOnlyPaths().forEach(path -> record.add(Operation.READ_ONLY, path));
        record.add(Operation.PIVOT);
        if (spec.stdio() instanceof Stdio.Terminal) {
            record.add(Operation.CONSOLE, spec.ownDev().isPresent() ? 1 : 0);
        }
        record.add(Operation.DIRECTORY, spec.process().workingDirectory());
        if (spec.rootAccess() == LaunchSpec.RootAccess.READ_ONLY) {
            record.add(Operation.ROOT_READ_ONLY);
        }
        ProcessRecord.append(record, spec.process(), spec.init());
        return record;
    }

    private void supervisor() {
        record.add(Operation.EXIT_RECORD, StateFiles.exitRecord(spec.stateDirectory()));
        spec.log()
                .ifPresent(log ->
                        record.add(Operation.LOG, log.path(), log.maxSize().orElse(0), log.maxFiles()));
        boolean whole = spec.output() == LaunchSpec.Output.WHOLE;
        Optional<IdMap> ids = spec.userNamespace().map(UserNamespace::ids);
        ProcessRecord.appendStdio(record, spec.stdio(), spec.process().credentials(), ids, whole);
        var cgroup = spec.cgroup();
        ProcessRecord.appendCgroups(record, cgroup.directories(), cgroup.unified(), ProcessRecord.CGROUP_OWNED);
        for (var write : cgroup.writes()) {
            int required = write.ifAbsent() == CgroupPlan.IfAbsent.FAIL ? 1 : 0;
            record.add(Operation.CGROUP_WRITE, write.file(), write.value(), required);
        }
        cgroup.deviceFilter()
                .ifPresent(filter ->
                        record.add(Operation.CGROUP_DEVICES, cgroup.unified().orElseThrow(), filter.code()));
        cgroup.oomCounter().ifPresent(file -> record.add(Operation.OOM_COUNTER, file));
    }

    private void namespaces() {
        var namespaces = spec.namespaces();
        // The pid namespace of a process never changes, only that of its children: the supervisor joins.
        join(namespaces.pid(), NamespaceKind.PID);
        record.add(
                Operation.CLONE,
                NamespaceKind.MOUNT.flag()
                        | own(namespaces.pid(), NamespaceKind.PID)
                        | own(namespaces.network(), NamespaceKind.NETWORK)
                        | own(namespaces.ipc(), NamespaceKind.IPC)
                        | own(namespaces.uts(), NamespaceKind.UTS));
        join(namespaces.network(), NamespaceKind.NETWORK);
        join(namespaces.ipc(), NamespaceKind.IPC);
        join(namespaces.uts(), NamespaceKind.UTS);
        spec.process()
                .oomScoreAdjustment()
                .ifPresent(score -> record.add(Operation.OOM_SCORE, Integer.toString(score)));
    }

    /** What belongs to the namespaces themselves. */
    private void settings() {
        var namespaces = spec.namespaces();
        join(namespaces.cgroup(), NamespaceKind.CGROUP);
        if (namespaces.network() instanceof Namespace.Private) {
            record.add(Operation.LOOPBACK);
        }
        if (namespaces.cgroup() instanceof Namespace.Private) {
            // The root of a new cgroup namespace is the cgroup its maker is in.
            record.add(Operation.AWAIT_CGROUP).add(Operation.UNSHARE, NamespaceKind.CGROUP.flag());
        }
        if (!spec.hostname().isEmpty()) {
            record.add(Operation.HOSTNAME, spec.hostname());
        }
        if (!spec.domainname().isEmpty()) {
            record.add(Operation.DOMAINNAME, spec.domainname());
        }
        record.add(Operation.KEYRING, ProcessRecord.keyring(spec.id()));
        spec.sysctls().forEach((name, value) -> record.add(Operation.SYSCTL, name.replace('.', '/'), value));
    }

    private void root() {
        record.add(Operation.PROPAGATION, MountFields.ofRoot(spec.mounts()));
        switch (spec.root()) {
            case RootFilesystem.Overlay overlay ->
                record.add(
                        Operation.ROOT_OVERLAY,
                        StateFiles.mountPoint(spec.stateDirectory()),
                        overlay.lower(),
                        overlay.upper(),
                        overlay.work(),
                        overlay.durability() == RootFilesystem.Durability.VOLATILE ? 1 : 0);
            case RootFilesystem.Directory directory -> record.add(Operation.ROOT_DIRECTORY, directory.path());
        }
    }

    private void mount(Mount mount) {
        if (passage.isPresent() && passage.get().attach(mount)) {
            return;
        }
        switch (mount) {
            case Mount.Bind bind ->
                record.add(
                        Operation.BIND,
                        bind.source(),
                        bind.target(),
                        MountFields.attributes(bind.flags()),
                        MountFields.recursion(bind.recursion()),
                        MountFields.propagation(bind.propagation()),
                        mappings.number(bind.owners()));
            case Mount.Filesystem filesystem ->
                record.add(
                        Operation.MOUNT,
                        filesystem.type(),
                        filesystem.target(),
                        MountFields.attributes(filesystem.flags()),
                        filesystem.options());
        }
    }

    private void devices() {
        if (spec.ownDev().isEmpty()) {
            return;
        }
        if (passage.isEmpty()) {
            ContainerDefaults.DEVICES.forEach(this::node);
            spec.devices().forEach(this::node);
        }
        LINKS.forEach((path, target) -> record.add(Operation.SYMLINK, path, target));
    }

    private void node(DeviceNode node) {
        record.add(Operation.NODE, node.path(), node.typeAndMode(), node.major(), node.minor(), node.uid(), node.gid());
    }

    private void join(Namespace namespace, NamespaceKind kind) {
        if (namespace instanceof Namespace.Join(Path file)) {
            record.add(Operation.SETNS, file, kind.flag());
        }
    }

    private static long own(Namespace namespace, NamespaceKind kind) {
        return namespace instanceof Namespace.Private ? kind.flag() : 0;
    }

    private static Map<String, String> links() {
        var links = new LinkedHashMap<String, String>();
        links.put("/dev/fd", "/proc/self/fd");
        links.put("/dev/stdin", "/proc/self/fd/0");
        links.put("/dev/stdout", "/proc/self/fd/1");
        links.put("/dev/stderr", "/proc/self/fd/2");
        links.put("/dev/ptmx", "pts/ptmx");
        if (java.nio.file.Files.exists(Path.of("/proc/kcore"))) {
            links.put("/dev/core", "/proc/kcore");
        }
        return links;
    }
}
