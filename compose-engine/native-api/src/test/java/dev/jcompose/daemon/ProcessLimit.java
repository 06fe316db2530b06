package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How many processes and threads there may be for a daemon: fork(2) fails with EAGAIN as in a system whose table of processes is
 * full. Containers are in cgroups of their own and not meant. See pids.max in the kernel's documentation of cgroups.
 */
final class ProcessLimit implements AutoCloseable {
    private static final Path V1 = Path.of("/sys/fs/cgroup/pids");
    private static final Path V2 = Path.of("/sys/fs/cgroup");

    private final Path cgroup;

    private ProcessLimit(Path cgroup) {
        this.cgroup = cgroup;
    }

    static ProcessLimit create() throws IOException {
        Path parent = Files.isDirectory(V1) ? V1 : V2;
        Path cgroup = Files.createDirectory(parent.resolve("jcompose-test-" + UUID.randomUUID()));
        var limit = new ProcessLimit(cgroup);
        if (Files.notExists(limit.max())) {
            limit.close();
            assumeTrue(false, "this system cannot limit processes in " + parent);
        }
        return limit;
    }

    /** The same command, run within the limit; as the main process of a unit, it stays where it is put. */
    List<String> command(List<String> daemon) {
        var command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ > \"$0\" && SYSTEMD_EXEC_PID=$$ exec \"$@\"",
                cgroup.resolve("cgroup.procs").toString()));
        command.addAll(daemon);
        return command;
    }

    /** Lets there be so many more than there are; with none, not even those that have just ended can be replaced. */
    void leave(int more) throws IOException {
        int present = Integer.parseInt(
                Files.readString(cgroup.resolve("pids.current")).strip());
        Files.writeString(max(), Integer.toString(more == 0 ? 1 : present + more));
    }

    void lift() throws IOException {
        Files.writeString(max(), "max");
    }

    private Path max() {
        return cgroup.resolve("pids.max");
    }

    @Override
    public void close() throws IOException {
        Files.delete(cgroup);
    }
}
