package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/** Freezes a cgroup: through cgroup2 where there is one, hybrid hosts included, else through the freezer of v1. */
sealed interface Freezer {
    /** Returns once all processes stand still. */
    void freeze() throws IOException;

    void thaw() throws IOException;

    static Freezer of(CgroupLayout layout, Function<Hierarchy, Path> directory) {
        var unified = layout.unified().map(directory);
        if (unified.isPresent() && Files.exists(unified.get().resolve("cgroup.freeze"))) {
            return new V2(unified.get());
        }
        return new V1(layout.withController("freezer")
                .map(directory)
                .orElseThrow(() -> new IllegalStateException("this host has no cgroup freezer")));
    }

    /** cgroup.freeze, and cgroup.events to tell when it is done. */
    record V2(Path cgroup) implements Freezer {
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        @Override
        public void freeze() throws IOException {
            Files.writeString(cgroup.resolve("cgroup.freeze"), "1");
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            var left = PATIENCE;
            while (!changedToFrozen(left)) {
                left = Duration.ofNanos(deadline - System.nanoTime());
                if (left.isNegative()) {
                    thaw();
                    throw new IOException("the processes of " + cgroup + " did not freeze within " + PATIENCE);
                }
            }
        }

        /** Opens the file before it reads it, so that no change falls between reading and waiting. */
        private boolean changedToFrozen(Duration patience) throws IOException {
            var path = cgroup.resolve("cgroup.events");
            try (Fd events = FileCalls.open(path, FileCalls.O_RDONLY, 0)) {
                if (Files.readString(path).contains("frozen 1")) {
                    return true;
                }
                Readiness.awaitPriority(events, patience);
                return false;
            }
        }

        @Override
        public void thaw() throws IOException {
            Files.writeString(cgroup.resolve("cgroup.freeze"), "0");
        }
    }

    /** freezer.state, which tells nobody when it changes: asked again until it says FROZEN. */
    record V1(Path cgroup) implements Freezer {
        private static final int ATTEMPTS = 1000;

        @Override
        public void freeze() throws IOException {
            var state = cgroup.resolve("freezer.state");
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Files.writeString(state, "FROZEN");
                if (Files.readString(state).strip().equals("FROZEN")) {
                    return;
                }
                // Processes forked meanwhile can keep it FREEZING for ever: let go now and then.
                if (attempt % 50 == 49) {
                    thaw();
                }
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
            thaw();
            throw new IOException("the processes of " + cgroup + " did not freeze in " + ATTEMPTS + " attempts");
        }

        @Override
        public void thaw() throws IOException {
            Files.writeString(cgroup.resolve("freezer.state"), "THAWED");
        }
    }
}
