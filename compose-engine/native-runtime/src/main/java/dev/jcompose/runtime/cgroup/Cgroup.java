package dev.jcompose.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The cgroups of one container: its processes and its usage; freezing and thawing it. */
public final class Cgroup {
    private final CgroupLayout layout;
    private final Function<Hierarchy, Path> directory;

    Cgroup(CgroupLayout layout, Function<Hierarchy, Path> directory) {
        this.layout = layout;
        this.directory = directory;
    }

    /** The numbers of all its processes, those in nested cgroups included. */
    public List<Integer> processes() throws IOException {
        var directories = layout.hierarchies().stream().map(directory).toList();
        return new CgroupProcesses(directories, layout.unified().map(directory)).list();
    }

    /** Usage at this moment; parts that no controller counts are zero. */
    public CgroupStats stats() throws IOException {
        return StatsReader.read(layout, directory);
    }

    /** Stops all processes where they are and returns once they stand still. */
    public void freeze() throws IOException {
        Freezer.of(layout, directory).freeze();
    }

    /** Lets frozen processes go on. */
    public void thaw() throws IOException {
        Freezer.of(layout, directory).thaw();
    }
}
