package dev.jcompose.daemon.wire;

import dev.jcompose.daemon.http.HttpException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which columns {@code ps} would show for its options. Known are {@code -ef}, {@code -f}, {@code aux} and lists after
 * {@code -o}; options that only choose processes are without meaning here, where the container chooses them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/ps.1.html">ps(1)</a>
 */
final class PsColumns {
    /** What can be told of a process; the title may be another one. */
    enum Column {
        USER("USER", "user euser uname"),
        UID("UID", "uid euid"),
        PID("PID", "pid"),
        PPID("PPID", "ppid"),
        PGID("PGID", "pgid pgrp"),
        SID("SID", "sid sess session"),
        CPU("%CPU", "%cpu pcpu"),
        C("C", "c"),
        MEMORY("%MEM", "%mem pmem"),
        VSZ("VSZ", "vsz vsize"),
        RSS("RSS", "rss rssize rsz"),
        TTY("TTY", "tty tt tname"),
        STATE("STAT", "stat state s"),
        START("START", "start start_time bsdstart"),
        STIME("STIME", "stime"),
        TIME("TIME", "time cputime"),
        NICE("NI", "ni nice"),
        THREADS("NLWP", "nlwp thcount"),
        NAME("COMMAND", "comm ucmd ucomm"),
        COMMAND("COMMAND", "cmd args command");

        private final String title;
        private final String words;

        /** @param words of ps for it, separated by blanks */
        Column(String title, String words) {
            this.title = title;
            this.words = words;
        }

        static Optional<Column> of(String word) {
            return Arrays.stream(values())
                    .filter(column -> List.of(column.words.split(" ")).contains(word))
                    .findFirst();
        }
    }

    /** A column under the title it is shown with. */
    record Titled(Column column, String title) {}

    private static final List<Titled> FULL = List.of(
            new Titled(Column.USER, "UID"),
            titled(Column.PID),
            titled(Column.PPID),
            titled(Column.C),
            titled(Column.STIME),
            titled(Column.TTY),
            titled(Column.TIME),
            new Titled(Column.COMMAND, "CMD"));

    private static final List<Titled> BSD_USER = List.of(
            titled(Column.USER),
            titled(Column.PID),
            titled(Column.CPU),
            titled(Column.MEMORY),
            titled(Column.VSZ),
            titled(Column.RSS),
            titled(Column.TTY),
            titled(Column.STATE),
            titled(Column.START),
            titled(Column.TIME),
            titled(Column.COMMAND));

    private PsColumns() {}

    /**
     * @param options as {@code ps} takes them, {@code ""} = {@code -ef}
     * @throws HttpException 400 for a column that is not known, 500 when there is no PID to tell the processes by
     */
    static List<Titled> of(String options) {
        List<Titled> listed = new ArrayList<>();
        List<Titled> columns = FULL;
        List<String> words = List.of(options.strip().split("\\s+"));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String letters = word.startsWith("-") ? word.substring(1) : word;
            int at = letters.indexOf('o');
            if (word.startsWith("--format=")) {
                listed.addAll(list(word.substring("--format=".length())));
            } else if (!word.startsWith("--") && at >= 0) {
                boolean attached = at + 1 < letters.length();
                if (!attached && i + 1 == words.size()) {
                    throw new HttpException(400, "ps: list of columns expected after \"" + word + "\"");
                }
                listed.addAll(list(attached ? letters.substring(at + 1) : words.get(++i)));
            } else if (!word.startsWith("-") && letters.contains("u")) {
                columns = BSD_USER;
            }
        }
        List<Titled> chosen = listed.isEmpty() ? columns : listed;
        if (chosen.stream().noneMatch(each -> each.column() == Column.PID)) {
            throw new HttpException(500, "Couldn't find PID field in ps output");
        }
        return List.copyOf(chosen);
    }

    private static List<Titled> list(String text) {
        List<Titled> columns = new ArrayList<>();
        for (String each : text.split(",")) {
            int equals = each.indexOf('=');
            String word = (equals < 0 ? each : each.substring(0, equals)).toLowerCase(Locale.ROOT);
            Column column = Column.of(word)
                    .orElseThrow(
                            () -> new HttpException(400, "ps: unknown user-defined format specifier \"" + word + "\""));
            String title = column == Column.COMMAND && word.equals("cmd") ? "CMD" : column.title;
            columns.add(new Titled(column, equals < 0 ? title : each.substring(equals + 1)));
        }
        return columns;
    }

    private static Titled titled(Column column) {
        return new Titled(column, column.title);
    }
}
