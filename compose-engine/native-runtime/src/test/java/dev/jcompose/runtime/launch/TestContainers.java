package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.CgroupLimits;
import dev.jcompose.runtime.cgroup.CgroupPlan;
import dev.jcompose.runtime.cgroup.DeviceRules;
import dev.jcompose.runtime.launch.Mount.Flag;
import dev.jcompose.runtime.launch.seccomp.SeccompProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** Containers whose image is the probe program and nothing else. */
final class TestContainers implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String CGROUPS = "/sys/fs/cgroup";
    private static final long PATIENCE_SECONDS = 20;

    private final Path directory;
    private final Path image;
    private final CgroupLayout layout;
    private final List<Supervised> started = new ArrayList<>();
    private final Set<Supervised> letGo = new HashSet<>();
    private HelperLauncher launcher = HelperLauncher.open();

    private TestContainers(Path directory, CgroupLayout layout) throws IOException {
        this.directory = directory;
        this.layout = layout;
        this.image = Files.createDirectories(directory.resolve("image"));
        for (String path : List.of("tmp", "etc")) {
            Files.createDirectory(image.resolve(path));
        }
        Files.writeString(image.resolve("etc/plain"), "no program\n");
        Files.createFile(image.resolve("etc/mtab"));
        try (var probe = Objects.requireNonNull(TestContainers.class.getResourceAsStream("probe"), "probe")) {
            Files.copy(probe, image.resolve("probe"));
        }
        Files.setPosixFilePermissions(image.resolve("probe"), PosixFilePermissions.fromString("rwxr-xr-x"));
        layout.prepare(CgroupLayout.PARENT);
    }

    static TestContainers in(Path directory) throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "making containers needs root");
        return new TestContainers(directory, CgroupLayout.detect());
    }

    /** As if the cgroup2 hierarchy were the only one of this host: what a v2 host does, limits apart. */
    static TestContainers unifiedIn(Path directory) throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "making containers needs root");
        var unified = CgroupLayout.detect().unifiedOnly();
        Assumptions.assumeTrue(unified.isPresent(), "needs a mounted cgroup2 hierarchy");
        return new TestContainers(directory, unified.get());
    }

    HelperLauncher launcher() {
        return launcher;
    }

    Path image() {
        return image;
    }

    CgroupLayout layout() {
        return layout;
    }

    /** As after a crash of the daemon: nothing is known but what is on disk and in the supervisors. */
    void restartLauncher() throws IOException {
        letGo.addAll(started);
        launcher.close();
        launcher = HelperLauncher.open();
    }

    static ProcessSpec.Builder command(String... steps) {
        var argv = new ArrayList<String>();
        argv.add("/probe");
        argv.addAll(Arrays.asList(steps));
        return ProcessSpec.command(argv)
                .environment(List.of("PATH=/"))
                .seccomp(SeccompProfile.defaultFor(Capabilities.DEFAULT));
    }

    LaunchSpec.Builder container(ProcessSpec process) throws IOException {
        return container(process, CgroupLimits.NONE);
    }

    /** With all that Docker gives a container, its network apart. */
    LaunchSpec.Builder container(ProcessSpec process, CgroupLimits limits) throws IOException {
        var name = "c" + NUMBER.incrementAndGet();
        var id = Long.toHexString(ProcessHandle.current().pid()) + "f" + name + "0".repeat(40);
        var state = Files.createDirectory(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var root = new RootFilesystem.Overlay(
                List.of(image),
                Files.createDirectory(state.resolve("upper")),
                Files.createDirectory(state.resolve("work")));
        CgroupPlan plan = layout.plan(CgroupLayout.PARENT, id, limits, DeviceRules.DEFAULT);
        var mounts = new ArrayList<>(ContainerDefaults.mounts(ContainerDefaults.SHM_SIZE));
        mounts.addAll(cgroupMounts(plan));
        var isolated = Namespaces.isolated();
        return LaunchSpec.builder(id, state, root, process)
                .mounts(mounts)
                .hostname("probe")
                .sysctls(ContainerDefaults.NETWORK_SYSCTLS)
                .namespaces(layout.isUnified() ? isolated.withCgroup(Namespace.isolated()) : isolated)
                .cgroup(plan)
                .output(LaunchSpec.Output.WHOLE);
    }

    private List<Mount> cgroupMounts(CgroupPlan plan) {
        var flags = EnumSet.of(Flag.NO_SUID, Flag.NO_EXEC, Flag.NO_DEV, Flag.READ_ONLY);
        if (layout.isUnified()) {
            return List.of(new Mount.Filesystem("cgroup2", CGROUPS, flags, List.of()));
        }
        var mounts = new ArrayList<Mount>();
        mounts.add(new Mount.Filesystem("tmpfs", CGROUPS, EnumSet.of(Flag.NO_SUID), List.of("mode=755")));
        for (int i = 0; i < plan.directories().size(); i++) {
            var name = layout.hierarchies().get(i).mountPoint().getFileName();
            mounts.add(new Mount.Bind(plan.directories().get(i), CGROUPS + "/" + name, flags));
        }
        return mounts;
    }

    Supervised start(LaunchSpec spec) throws Exception {
        var container = launcher.start(spec);
        started.add(container);
        return container;
    }

    /** Starts, reads everything and waits for the end. */
    Result run(LaunchSpec spec) throws Exception {
        var container = start(spec);
        try (var attachment = container.attach()) {
            return finish(attachment, container.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    static Result finish(Attachment attachment, ExitRecord exit) throws IOException {
        var text = readAll(attachment);
        return new Result(
                exit, text.getOrDefault(Attachment.Source.STDOUT, ""), text.getOrDefault(Attachment.Source.STDERR, ""));
    }

    static Map<Attachment.Source, String> readAll(Attachment attachment) throws IOException {
        var text = new EnumMap<Attachment.Source, StringBuilder>(Attachment.Source.class);
        for (var chunk = attachment.read(); chunk.isPresent(); chunk = attachment.read()) {
            text.computeIfAbsent(chunk.get().source(), source -> new StringBuilder())
                    .append(StandardCharsets.UTF_8.decode(chunk.get().bytes()));
        }
        var strings = new HashMap<Attachment.Source, String>();
        text.forEach((source, builder) -> strings.put(source, builder.toString()));
        return strings;
    }

    /** Reads until the text has come. */
    static void await(Attachment attachment, String text) throws IOException {
        var seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            var chunk = attachment.read().orElseThrow(() -> new AssertionError("ended before '" + text + "': " + seen));
            seen.append(StandardCharsets.UTF_8.decode(chunk.bytes()));
        }
    }

    record Result(ExitRecord exit, String out, String err) {
        int code() {
            return exit.code();
        }
    }

    @Override
    public void close() throws IOException {
        for (var container : started) {
            if (!container.onExit().isDone()) {
                container.killAll();
            }
        }
        for (var container : started) {
            if (!letGo.contains(container)) {
                container.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            }
        }
        launcher.close();
    }
}
