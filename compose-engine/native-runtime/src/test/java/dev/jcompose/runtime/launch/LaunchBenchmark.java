package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.CgroupLimits;
import dev.jcompose.runtime.cgroup.DeviceRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Prints how long starts, execs and ends of containers take. Not a test; run by hand as root:
 * {@code java -cp ... dev.jcompose.runtime.launch.LaunchBenchmark ROOTFS ROUNDS COMMAND...}
 */
final class LaunchBenchmark {
    private static final double MICROS = 1000.0;

    private LaunchBenchmark() {}

    public static void main(String[] args) throws Exception {
        var rootfs = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        var command = List.of(args).subList(2, args.length);
        var starts = new ArrayList<Long>();
        var execs = new ArrayList<Long>();
        var ends = new ArrayList<Long>();
        var layout = CgroupLayout.detect();
        layout.prepare(CgroupLayout.PARENT);
        var directory = Files.createTempDirectory("launch-benchmark");
        try (var launcher = HelperLauncher.open()) {
            for (int i = 0; i < rounds; i++) {
                var id = "benchmark" + i + "0".repeat(50);
                var state = Files.createDirectory(directory.resolve("c" + i));
                var upper = Files.createDirectory(state.resolve("upper"));
                var work = Files.createDirectory(state.resolve("work"));
                var process = ProcessSpec.command(command)
                        .environment(List.of("PATH=/bin:/usr/bin"))
                        .build();
                var spec = LaunchSpec.builder(
                                id, state, new RootFilesystem.Overlay(List.of(rootfs), upper, work), process)
                        .hostname("benchmark")
                        .cgroup(layout.plan(CgroupLayout.PARENT, id, CgroupLimits.NONE, DeviceRules.DEFAULT))
                        .log(LogFile.unlimited(state.resolve("log")))
                        .build();
                long begin = System.nanoTime();
                var container = launcher.start(spec);
                starts.add(System.nanoTime() - begin);
                begin = System.nanoTime();
                try (var exec = launcher.exec(
                        container,
                        new ExecSpec(
                                ProcessSpec.command(List.of("true"))
                                        .environment(List.of("PATH=/bin:/usr/bin"))
                                        .build(),
                                Stdio.pipes()))) {
                    exec.onExit().get();
                }
                execs.add(System.nanoTime() - begin);
                begin = System.nanoTime();
                container.signal(9);
                container.onExit().get();
                ends.add(System.nanoTime() - begin);
            }
        }
        print("start", starts);
        print("exec", execs);
        print("kill and end", ends);
    }

    private static void print(String what, List<Long> nanos) {
        System.out.printf("first %s: %.0f us%n", what, nanos.getFirst() / MICROS);
        Collections.sort(nanos);
        System.out.printf(
                "%s: median %.0f us, p90 %.0f us, min %.0f us%n",
                what,
                nanos.get(nanos.size() / 2) / MICROS,
                nanos.get(nanos.size() * 9 / 10) / MICROS,
                nanos.getFirst() / MICROS);
    }
}
