package dev.jcompose.runtime.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How long a process has existed, by the kernel's clock that nobody sets. See proc_pid_stat(5) and proc_uptime(5). */
public final class ProcessAge {
    /** USER_HZ: what the kernel calls a second where programs read it, whatever its own ticks are. */
    private static final long TICKS_PER_SECOND = 100;
    /** Place of starttime among the fields that follow the name. */
    private static final int START_TIME = 19;

    private ProcessAge() {}

    /**
     * Hundredths of a second are told apart.
     *
     * @return empty when there is no such process
     */
    public static Optional<Duration> of(long pid) {
        try {
            // The name is in brackets and may have any bytes in it, also brackets and spaces.
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            long start =
                    Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[START_TIME]);
            String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
            long now = Math.round(Double.parseDouble(uptime) * TICKS_PER_SECOND);
            return Optional.of(Duration.ofMillis(Math.max(0, now - start) * 1000 / TICKS_PER_SECOND));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
