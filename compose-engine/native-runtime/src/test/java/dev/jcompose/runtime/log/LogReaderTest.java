package dev.jcompose.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LogReaderTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("c-json.log");
    }

    @Test
    void entriesComeInTheOrderOfTheFilesFromTheOldest() throws Exception {
        write(file.resolveSibling("c-json.log.2"), 0, 1);
        write(file.resolveSibling("c-json.log.1"), 2, 3);
        write(file, 4, 5);
        assertThat(read(LogQuery.everything()))
                .containsExactly("line 0", "line 1", "line 2", "line 3", "line 4", "line 5");
    }

    @Test
    void aLogThatWasNeverWrittenIsEmpty() throws Exception {
        assertThat(read(LogQuery.everything())).isEmpty();
    }

    @Test
    void timeStreamAndTextAreKept() throws Exception {
        Files.writeString(
                file,
                "{\"log\":\"a \\u003c b \\\"ü\\\"\\n"
                        + "\",\"stream\":\"stderr\",\"time\":\"2026-01-02T03:04:05.000000006Z\"}\n");
        try (var reader = LogReader.open(file, LogQuery.everything())) {
            var entry = reader.next().orElseThrow();
            assertThat(entry.stream()).isEqualTo(LogStream.STDERR);
            assertThat(entry.time()).isEqualTo(START.plusNanos(6));
            assertThat(new String(entry.bytes(), StandardCharsets.UTF_8)).isEqualTo("a < b \"ü\"\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 6, 99})
    void theTailIsTheLastLinesAcrossFiles(int count) throws Exception {
        write(file.resolveSibling("c-json.log.1"), 0, 2);
        write(file, 3, 5);
        assertThat(read(tail(count)))
                .containsExactlyElementsOf(IntStream.range(Math.max(0, 6 - count), 6)
                        .mapToObj(n -> "line " + n)
                        .toList());
    }

    @Test
    void aLineInPiecesCountsOnceInTheTail() throws Exception {
        append(
                file,
                entry(0, "first\\n"),
                entry(1, "long "),
                entry(2, "longer "),
                entry(3, "longest\\n"),
                entry(4, "rest"));
        assertThat(read(tail(2))).containsExactly("long ", "longer ", "longest", "rest");
    }

    @Test
    void anIncompleteLastLineIsNotReadYet() throws Exception {
        append(file, entry(0, "whole\\n"));
        Files.writeString(file, "{\"log\":\"ha", StandardOpenOption.APPEND);
        assertThat(read(LogQuery.everything())).containsExactly("whole");
        assertThat(read(tail(1))).containsExactly("whole");
    }

    @Test
    void aLineThatAKilledWriterLeftDamagedIsPassedOver() throws Exception {
        append(file, entry(0, "before\\n"), "{\"log\":\"ha{\"log\":\"lf", entry(1, "after\\n"));
        assertThat(read(LogQuery.everything())).containsExactly("before", "after");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_999, 9_998, 9_999, 10_000})
    void sinceIsFoundInALargeFile(int second) throws Exception {
        write(file, 0, 9_999);
        assertThat(Files.size(file)).isGreaterThan(256 * 1024);
        var query = new LogQuery(
                Optional.of(START.plusSeconds(second)),
                Optional.empty(),
                OptionalLong.empty(),
                EnumSet.allOf(LogStream.class),
                LogQuery.Follow.NONE);
        var lines = read(query);
        assertThat(lines).hasSize(10_000 - second);
        if (second < 10_000) {
            assertThat(lines.getFirst()).isEqualTo("line " + second);
        }
    }

    @Test
    void untilEndsTheReading() throws Exception {
        write(file, 0, 9);
        var query = new LogQuery(
                Optional.of(START.plusSeconds(2)),
                Optional.of(START.plusSeconds(4)),
                OptionalLong.empty(),
                Set.of(LogStream.STDOUT),
                LogQuery.Follow.NONE);
        assertThat(read(query)).containsExactly("line 2", "line 3", "line 4");
    }

    @Test
    void aFollowerSeesWhatIsWrittenLaterAndEndsWithTheContainer() throws Exception {
        write(file, 0, 0);
        try (var follower = new Follower(LogReader.open(file, following()))) {
            assertThat(follower.line()).isEqualTo("line 0");
            write(file, 1, 1);
            assertThat(follower.line()).isEqualTo("line 1");
            write(file, 2, 2);
            follower.reader.containerEnded();
            assertThat(follower.line()).isEqualTo("line 2");
            assertThat(follower.line()).isEqualTo("(end)");
        }
    }

    @Test
    void aFollowerGoesAlongWithRotation() throws Exception {
        write(file, 0, 0);
        try (var follower = new Follower(LogReader.open(file, following()))) {
            assertThat(follower.line()).isEqualTo("line 0");
            write(file, 1, 1);
            Files.move(file, file.resolveSibling("c-json.log.1"));
            write(file, 2, 2);
            assertThat(follower.line()).isEqualTo("line 1");
            assertThat(follower.line()).isEqualTo("line 2");
            write(file, 3, 3);
            assertThat(follower.line()).isEqualTo("line 3");
        }
    }

    @Test
    void aFollowerNoticesAFileThatIsEmptiedInPlace() throws Exception {
        write(file, 0, 1);
        try (var follower = new Follower(LogReader.open(file, following()))) {
            assertThat(follower.line()).isEqualTo("line 0");
            assertThat(follower.line()).isEqualTo("line 1");
            Files.writeString(file, "");
            write(file, 7, 7);
            assertThat(follower.line()).isEqualTo("line 7");
        }
    }

    @Test
    void aFollowerMayComeBeforeTheFile() throws Exception {
        try (var follower = new Follower(LogReader.open(file, following()))) {
            write(file, 0, 0);
            assertThat(follower.line()).isEqualTo("line 0");
        }
    }

    @Test
    void closingEndsAWaitingFollower() throws Exception {
        var follower = new Follower(LogReader.open(file, following()));
        follower.close();
        assertThat(follower.line()).isEqualTo("(end)");
    }

    private List<String> read(LogQuery query) throws Exception {
        List<String> lines = new ArrayList<>();
        try (var reader = LogReader.open(file, query)) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                lines.add(text(entry.get()));
            }
        }
        return lines;
    }

    private static LogQuery tail(long count) {
        return new LogQuery(
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(count),
                EnumSet.allOf(LogStream.class),
                LogQuery.Follow.NONE);
    }

    private static LogQuery following() {
        return new LogQuery(
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                EnumSet.allOf(LogStream.class),
                LogQuery.Follow.FOLLOW);
    }

    private static String text(LogEntry entry) {
        var text = new String(entry.bytes(), StandardCharsets.UTF_8);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static void write(Path to, int first, int last) throws IOException {
        append(
                to,
                IntStream.rangeClosed(first, last)
                        .mapToObj(n -> entry(n, "line " + n + "\\n"))
                        .toArray(String[]::new));
    }

    private static String entry(int second, String text) {
        return "{\"log\":\"" + text + "\",\"stream\":\"stdout\",\"time\":\"" + START.plusSeconds(second) + "\"}";
    }

    private static void append(Path to, String... lines) throws IOException {
        Files.writeString(to, String.join("\n", lines) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Reads on a thread of its own. */
    private static final class Follower implements AutoCloseable {
        private final LogReader reader;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        Follower(LogReader reader) {
            this.reader = reader;
            Thread.ofVirtual().start(() -> {
                try {
                    for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                        lines.add(text(entry.get()));
                    }
                    lines.add("(end)");
                } catch (IOException | InterruptedException e) {
                    lines.add(e.toString());
                }
            });
        }

        String line() throws InterruptedException {
            var line = lines.poll(10, TimeUnit.SECONDS);
            return line == null ? "(nothing)" : line;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
