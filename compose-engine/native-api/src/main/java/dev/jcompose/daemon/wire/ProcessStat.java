package dev.jcompose.daemon.wire;

import dev.jcompose.daemon.wire.PsColumns.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What /proc tells of one process.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ProcessStat {
    /** Clock ticks of /proc in a second: USER_HZ, the same on all Linux machines of today. */
    private static final long TICKS = 100;

    private static final int PAGE_KIB = 4;

    private final int pid;
    private final String name;
    private final String[] fields;
    private final String command;
    private final String owner;
    private final int uid;
    private final Instant started;

    private ProcessStat(int pid, String stat, String command, Path directory, long bootSeconds) throws IOException {
        this.pid = pid;
        // The name in parentheses may itself contain blanks and parentheses.
        this.name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        this.fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        this.command = command.isEmpty() ? "[" + name + "]" : command;
        this.owner = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .owner()
                .getName();
        this.uid = (int) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        this.started = Instant.ofEpochSecond(bootSeconds + number(19) / TICKS);
    }

    /** @throws java.nio.file.NoSuchFileException when it has ended */
    static ProcessStat read(int pid, long bootSeconds) throws IOException {
        Path directory = Path.of("/proc", Integer.toString(pid));
        String stat = Files.readString(directory.resolve("stat"));
        String command = Files.readString(directory.resolve("cmdline"))
                .replace('\0', ' ')
                .strip();
        return new ProcessStat(pid, stat, command, directory, bootSeconds);
    }

    /** Seconds since 1970 at which the machine started. */
    static long bootTime() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.filter(line -> line.startsWith("btime "))
                    .map(line -> Long.parseLong(line.substring(6).strip()))
                    .findFirst()
                    .orElse(0L);
        }
    }

    String text(Column column, long memoryBytes) {
        return switch (column) {
            case USER -> owner;
            case UID -> Integer.toString(uid);
            case PID -> Integer.toString(pid);
            case PPID -> fields[1];
            case PGID -> fields[2];
            case SID -> fields[3];
            case CPU -> String.format(Locale.ROOT, "%.1f", 100.0 * cpuTicks() / TICKS / age());
            case C -> Long.toString(Math.min(99, cpuTicks() / age()));
            case MEMORY -> String.format(Locale.ROOT, "%.1f", 100.0 * rssKib() * 1024 / Math.max(1, memoryBytes));
            case VSZ -> Long.toString(number(20) / 1024);
            case RSS -> Long.toString(rssKib());
            case TTY -> terminal((int) number(4));
            case STATE -> state();
            case START, STIME -> startTime();
            case TIME -> cpuTime();
            case NICE -> fields[16];
            case THREADS -> fields[17];
            case NAME -> name;
            case COMMAND -> command;
        };
    }

    private long number(int field) {
        return Long.parseLong(fields[field]);
    }

    private long cpuTicks() {
        return number(11) + number(12);
    }

    private long age() {
        return Math.max(1, Instant.now().getEpochSecond() - started.getEpochSecond());
    }

    private long rssKib() {
        return number(21) * PAGE_KIB;
    }

    private String state() {
        var marks = new StringBuilder(fields[0]);
        long nice = number(16);
        marks.append(nice < 0 ? "<" : nice > 0 ? "N" : "");
        marks.append(number(3) == pid ? "s" : "");
        marks.append(number(17) > 1 ? "l" : "");
        return marks.append(number(5) == number(2) ? "+" : "").toString();
    }

    private String startTime() {
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

    private String cpuTime() {
        long seconds = cpuTicks() / TICKS;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
