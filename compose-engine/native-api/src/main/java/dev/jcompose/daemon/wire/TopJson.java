package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code GET /containers/{id}/top}: a table of processes with the columns of {@code ps -ef}, read from /proc, so that the
 * host needs no ps.
 */
public final class TopJson {
    private static final List<String> TITLES = List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
    /** Clock ticks of /proc in a second: USER_HZ, the same on all Linux machines of today. */
    private static final long TICKS = 100;

    private TopJson() {}

    /** @param pids of the host */
    public static JsonObject of(List<Integer> pids) throws IOException {
        long bootSeconds = bootTime();
        var rows = new ArrayList<List<String>>();
        for (int pid : pids) {
            try {
                rows.add(row(pid, bootSeconds));
            } catch (NoSuchFileException e) {
                // It has ended since it was listed.
            }
        }
        return JsonObject.builder()
                .putStrings("Titles", TITLES)
                .putTable("Processes", rows)
                .build();
    }

    private static List<String> row(int pid, long bootSeconds) throws IOException {
        Path directory = Path.of("/proc", Integer.toString(pid));
        String stat = Files.readString(directory.resolve("stat"));
        // The name in parentheses may itself contain blanks and parentheses.
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long cpuTicks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        Instant started = Instant.ofEpochSecond(bootSeconds + Long.parseLong(fields[19]) / TICKS);
        String command = Files.readString(directory.resolve("cmdline"))
                .replace('\0', ' ')
                .strip();
        String owner = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .owner()
                .getName();
        long age = Math.max(1, Instant.now().getEpochSecond() - started.getEpochSecond());
        return List.of(
                owner,
                Integer.toString(pid),
                fields[1],
                Long.toString(Math.min(99, cpuTicks / age)),
                startTime(started),
                terminal(Integer.parseInt(fields[4])),
                cpuTime(cpuTicks / TICKS),
                command.isEmpty() ? "[" + name + "]" : command);
    }

    private static String startTime(Instant started) {
        ZonedDateTime local = started.atZone(ZoneId.systemDefault());
        boolean today = local.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
        return DateTimeFormatter.ofPattern(today ? "HH:mm" : "MMMdd", Locale.ROOT)
                .format(local);
    }

    private static String terminal(int device) {
        int major = device >>> 8 & 0xfff;
        int minor = (device & 0xff) | (device >>> 12 & 0xfff00);
        return device == 0 ? "?" : major >= 136 && major <= 143 ? "pts/" + minor : "tty" + minor;
    }

    private static String cpuTime(long seconds) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static long bootTime() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.filter(line -> line.startsWith("btime "))
                    .map(line -> Long.parseLong(line.substring(6).strip()))
                    .findFirst()
                    .orElse(0L);
        }
    }
}
