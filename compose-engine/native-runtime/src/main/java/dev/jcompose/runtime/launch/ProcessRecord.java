package dev.jcompose.runtime.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operations that turn the prepared child into the command, the same for a container's first process and for exec. */
final class ProcessRecord {
    static final int CGROUP_OWNED = 2;

    private static final int CGROUP_UNIFIED = 1;
    private static final int STDIO_TERMINAL = 1;
    private static final int STDIO_INPUT = 2;
    private static final int STDIO_AWAIT_ATTACH = 4;
    /** Number of the descriptor of the container's first process, which the helper gets. */
    private static final int PIDFD = 4;

    private ProcessRecord() {}

    /** A whole record for a process in a running container. */
    static LaunchRecord exec(String containerId, List<Path> cgroups, Optional<Path> unified, ExecSpec spec) {
        var record = new LaunchRecord();
        appendStdio(record, spec.stdio(), spec.process().credentials(), spec.ids(), true);
        appendCgroups(record, cgroups, unified, 0);
        record.add(Operation.SETNS_FD, PIDFD, NamespaceKind.PID.flag());
        record.add(Operation.CLONE, 0);
        spec.process()
                .oomScoreAdjustment()
                .ifPresent(score -> record.add(Operation.OOM_SCORE, Integer.toString(score)));
        record.add(Operation.KEYRING, keyring(containerId));
        if (spec.ids().isPresent()) {
            for (var limit : spec.process().rlimits()) {
                record.add(Operation.RLIMIT_RAISE, limit.resource().number(), limit.hard());
            }
        }
        record.add(
                Operation.SETNS_FD,
                PIDFD,
                (spec.ids().isPresent() ? NamespaceKind.USER.flag() : 0)
                        | NamespaceKind.MOUNT.flag()
                        | NamespaceKind.UTS.flag()
                        | NamespaceKind.IPC.flag()
                        | NamespaceKind.NETWORK.flag()
                        | NamespaceKind.CGROUP.flag());
        if (spec.ids().isPresent()) {
            record.add(Operation.NAMESPACE_ROOT);
        }
        if (spec.stdio() instanceof Stdio.Terminal) {
            record.add(Operation.CONSOLE, 0);
        }
        record.add(Operation.DIRECTORY, spec.process().workingDirectory());
        append(record, spec.process(), LaunchSpec.Init.COMMAND);
        return record;
    }

    /**
     * Everything from the standard streams on. A filter is loaded while the process may still do so by right; only under
     * no-new-privileges it comes last, when no right is needed for it.
     */
    static void append(LaunchRecord record, ProcessSpec process, LaunchSpec.Init init) {
        for (var limit : process.rlimits()) {
            record.add(Operation.RLIMIT, limit.resource().number(), limit.soft(), limit.hard());
        }
        // Before no-new-privileges, which forbids it.
        process.labels().forEach(label -> record.add(Operation.LABEL, label.file(), label.value()));
        record.add(Operation.STREAMS)
                .add(Operation.AWAIT_CGROUP)
                .add(Operation.UMASK, process.umask())
                .add(Operation.BOUNDING, process.capabilities().mask());
        boolean fixed = process.privileges() == ProcessSpec.Privileges.FIXED;
        if (!fixed) {
            process.seccomp().ifPresent(program -> record.add(Operation.SECCOMP, program.code()));
        }
        var user = process.credentials();
        var groups = new ArrayList<Object>();
        groups.add(user.groups().size());
        groups.addAll(user.groups());
        record.add(Operation.GROUPS, groups.toArray())
                .add(Operation.IDS, user.uid(), user.gid())
                .add(
                        Operation.CAPABILITIES,
                        user.uid() == 0 ? process.capabilities().mask() : 0L);
        if (fixed) {
            record.add(Operation.NO_NEW_PRIVILEGES);
            process.seccomp().ifPresent(program -> record.add(Operation.SECCOMP, program.code()));
        }
        int underInit = init == LaunchSpec.Init.DOCKER_INIT ? 1 : 0;
        record.add(Operation.EXEC, process.argv(), process.environment(), underInit);
    }

    /** @param ids of the user namespace; pipes are made outside of it, a terminal inside */
    static void appendStdio(
            LaunchRecord record, Stdio stdio, Credentials owner, Optional<IdMap> ids, boolean awaitAttach) {
        int flags = (stdio.input() == Stdio.Input.OPEN ? STDIO_INPUT : 0) | (awaitAttach ? STDIO_AWAIT_ATTACH : 0);
        switch (stdio) {
            case Stdio.Pipes pipes -> {
                int uid = ids.map(map -> map.hostUid(owner.uid())).orElse(owner.uid());
                record.add(Operation.STDIO, flags, 0, 0, uid);
            }
            case Stdio.Terminal(var input, var size) ->
                record.add(Operation.STDIO, flags | STDIO_TERMINAL, size.rows(), size.columns(), owner.uid());
        }
    }

    static void appendCgroups(LaunchRecord record, List<Path> directories, Optional<Path> unified, int flags) {
        for (Path directory : directories) {
            int kind = unified.filter(directory::equals).isPresent() ? CGROUP_UNIFIED : 0;
            record.add(Operation.CGROUP, directory, flags | kind);
        }
    }

    static String keyring(String containerId) {
        return "_ses." + containerId;
    }
}
