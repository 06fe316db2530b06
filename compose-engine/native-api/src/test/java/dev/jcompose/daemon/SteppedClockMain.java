package dev.jcompose.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** A daemon with a clock that a test sets: it is ahead by what a file in the state root says. */
final class SteppedClockMain {
    private SteppedClockMain() {}

    /** Sets the clock of the daemon on this root. */
    static void step(Path root, Duration ahead) throws IOException {
        Path fresh = root.resolve("clock-step~");
        Files.writeString(fresh, ahead.toString());
        Files.move(fresh, file(root), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path file(Path root) {
        return root.resolve("clock-step");
    }

    public static void main(String[] arguments) throws Exception {
        var options = EngineOptions.parse(List.of(arguments), System.getenv());
        EngineDaemon daemon = EngineDaemon.open(options, new SteppedClock(file(options.root())));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(daemon::close));
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static final class SteppedClock extends Clock {
        private final Path step;

        private SteppedClock(Path step) {
            this.step = step;
        }

        @Override
        public Instant instant() {
            try {
                return Instant.now().plus(Duration.parse(Files.readString(step)));
            } catch (NoSuchFileException e) {
                return Instant.now();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
