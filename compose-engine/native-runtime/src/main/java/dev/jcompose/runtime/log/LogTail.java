package dev.jcompose.runtime.log;

import java.io.IOException;
import java.time.Instant;
import java.util.Deque;
import java.util.Optional;

/** Finds the place in a log where reading begins, from its end or by time. */
final class LogTail {
    private LogTail() {}

    /** Positions the files at the beginning of the last {@code count} lines; files before that one are left out. */
    static void seek(Deque<LogLines> files, long count) throws IOException {
        long lines = 0;
        var newestFirst = files.descendingIterator();
        while (newestFirst.hasNext()) {
            var file = newestFirst.next();
            for (long at = endOfLastLine(file), start; at > 0; at = start) {
                start = file.startOfPrevious(at);
                file.seek(start);
                var entry = file.next().flatMap(LogFormat::parse);
                // The newest entry, and each that ends a line, is the end of one more line.
                if (lines == 0 || entry.map(LogEntry::endsLine).orElse(false)) {
                    lines++;
                }
                if (lines > count) {
                    file.seek(at);
                    leaveOut(files, file);
                    return;
                }
            }
            file.seek(0);
        }
    }

    /** Positions the file at the first entry not before that time, by bisection: entries are in the order of time. */
    static void seekTime(LogLines file, Instant since) throws IOException {
        long low = 0;
        long high = file.size();
        while (low < high) {
            long probe = low + (high - low) / 2;
            long start = file.startAtOrAfter(probe);
            if (start >= high) {
                high = probe; // no line begins in between
                continue;
            }
            file.seek(start);
            Optional<LogEntry> entry = file.next().flatMap(LogFormat::parse);
            if (entry.isEmpty() || !entry.get().time().isBefore(since)) {
                high = start;
            } else {
                low = file.position();
            }
        }
        file.seek(low);
    }

    /** An incomplete last line does not count: its writer is about to finish it. */
    private static long endOfLastLine(LogLines file) throws IOException {
        return file.startOfPrevious(file.size() + 1);
    }

    private static void leaveOut(Deque<LogLines> files, LogLines first) throws IOException {
        while (files.getFirst() != first) {
            files.removeFirst().close();
        }
    }
}
