package dev.jcompose.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of {@code -Dlog.megabytes} (64 by default): its end and its middle are found by searching, not by reading. A hundred
 * questions have the time in which it could be read a few times at most.
 */
class LargeLogTest {
    private static final int QUESTIONS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TEXT = "x".repeat(90);

    @TempDir
    private Path directory;

    private Path log;
    private int lines;

    /** One line each millisecond. */
    @BeforeEach
    void aLargeLog() throws IOException {
        log = directory.resolve("large.log");
        long size = Integer.getInteger("log.megabytes", 64) * 1_000_000L;
        try (BufferedWriter out = Files.newBufferedWriter(log)) {
            for (long written = 0; written < size; lines++) {
                String line = "{\"log\":\"" + lines + " " + TEXT + "\\n\",\"stream\":\"stdout\",\"time\":\""
                        + FIRST.plusMillis(lines) + "\"}\n";
                out.write(line);
                written += line.length();
            }
        }
    }

    @Test
    void theLastLinesComeAtOnce() {
        assertTimeout(PATIENCE, () -> {
            for (int i = 0; i < QUESTIONS; i++) {
                List<String> found = read(Optional.empty(), Optional.empty(), OptionalLong.of(10));
                assertThat(found).hasSize(10).last().asString().startsWith(lines - 1 + " ");
            }
        });
    }

    @Test
    void aTimeInTheMiddleIsFoundAtOnce() {
        assertTimeout(PATIENCE, () -> {
            for (int i = 0; i < QUESTIONS; i++) {
                int from = lines / QUESTIONS * i;
                List<String> found = read(
                        Optional.of(FIRST.plusMillis(from)),
                        Optional.of(FIRST.plusMillis(from + 4)),
                        OptionalLong.empty());
                assertThat(found).hasSizeBetween(4, 5).first().asString().startsWith(from + " ");
            }
        });
    }

    @Test
    void aTimeAfterTheEndHasNothing() throws Exception {
        assertThat(read(Optional.of(FIRST.plusMillis(lines)), Optional.empty(), OptionalLong.empty()))
                .isEmpty();
    }

    private List<String> read(Optional<Instant> since, Optional<Instant> until, OptionalLong tail)
            throws IOException, InterruptedException {
        var query = new LogQuery(since, until, tail, EnumSet.allOf(LogStream.class), LogQuery.Follow.NONE);
        List<String> found = new ArrayList<>();
        try (LogReader reader = LogReader.open(log, query)) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                found.add(new String(entry.get().bytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return found;
    }
}
