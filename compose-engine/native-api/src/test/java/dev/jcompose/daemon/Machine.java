package dev.jcompose.daemon;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A machine that can be switched off: its processes, mounts, network devices and packet filter are in namespaces of their own,
 * which go with the first process as they go with the power. What stays is the disk, a directory of the host. Each boot has an
 * id of its own, where the kernel has it.
 */
final class Machine implements AutoCloseable {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final int CGROUP_DEPTH = 4;
    /** The first process of the machine, whose end is the end of all. */
    private static final List<String> NAMESPACES = List.of(
            "unshare", "--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child", "--mount-proc", "--");

    private final Path disk;
    private final TestEngine engine;

    private Machine(Path disk, TestEngine engine) {
        this.disk = disk;
        this.engine = engine;
    }

    static Machine boot() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "namespaces are made by unshare(1)");
        Path disk = Files.createTempDirectory("jcompose-machine");
        Path root = Files.createDirectory(disk.resolve("root"));
        newBootId(disk);
        var command = new ArrayList<>(NAMESPACES);
        command.addAll(List.of(
                "sh",
                "-c",
                "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && exec \"$@\"",
                bootId(disk).toString()));
        command.addAll(TestEngine.command(MachineMain.class, root));
        return new Machine(disk, TestEngine.start(root, command));
    }

    Calls calls() {
        return Calls.to(engine);
    }

    /** Its network, in which its published ports are. */
    NetworkNamespace network() throws IOException {
        return NetworkNamespace.ofProcess(first().pid());
    }

    /** The network of one of its processes, by the number that it has in the machine. */
    NetworkNamespace networkOf(int pid) throws IOException {
        for (ProcessHandle process : first().descendants().toList()) {
            Path status = Path.of("/proc", Long.toString(process.pid()), "status");
            if (Files.readString(status).contains("NSpid:\t" + process.pid() + "\t" + pid + "\t")) {
                return NetworkNamespace.ofProcess(process.pid());
            }
        }
        throw new IOException("the machine has no process " + pid);
    }

    private ProcessHandle first() {
        return engine.handle().children().findFirst().orElseThrow();
    }

    /** At once: nothing is told, saved or taken down. */
    void powerOff() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ProcessHandle first = first();
        first.destroyForcibly();
        // It ends after all others.
        first.onExit().get(60, TimeUnit.SECONDS);
        engine.kill();
        removeCgroups();
    }

    /** The next boot, with the same disk. */
    void powerOn() throws IOException {
        newBootId(disk);
        startDaemon();
    }

    /** In the same boot, after an attempt that failed. */
    void startDaemon() throws IOException {
        engine.restart();
    }

    Path root() {
        return engine.root();
    }

    /** The only thing of the kernel that the namespaces do not take along. */
    private void removeCgroups() throws IOException {
        Set<String> ids = new HashSet<>();
        try (var containers = Files.newDirectoryStream(engine.root().resolve("containers"))) {
            containers.forEach(container -> ids.add(String.valueOf(container.getFileName())));
        }
        try (var cgroups = Files.find(
                CGROUPS,
                CGROUP_DEPTH,
                (path, attributes) -> attributes.isDirectory() && ids.contains(String.valueOf(path.getFileName())))) {
            for (Path cgroup : cgroups.toList()) {
                try (var below = Files.walk(cgroup)) {
                    for (Path each : below.filter(Files::isDirectory)
                            .sorted(Comparator.reverseOrder())
                            .toList()) {
                        Files.delete(each);
                    }
                }
            }
        }
    }

    private static Path bootId(Path disk) {
        return disk.resolve("boot-id-of-the-kernel");
    }

    private static void newBootId(Path disk) throws IOException {
        Files.write(bootId(disk), (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        if (engine.handle().isAlive()) {
            try {
                powerOff();
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new IOException("the machine cannot be switched off", e);
            }
        }
        engine.close();
        Files.deleteIfExists(bootId(disk));
        Files.delete(disk);
    }
}
