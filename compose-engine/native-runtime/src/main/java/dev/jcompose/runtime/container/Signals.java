package dev.jcompose.runtime.container;

import java.util.List;
import java.util.Locale;

/**
 * Names of signals.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public final class Signals {
    public static final int KILL = 9;
    public static final int TERM = 15;

    private static final int RT_MIN = 34;
    private static final int RT_MAX = 64;
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private Signals() {}

    /**
     * The number of a signal.
     *
     * @param text a number, or a name in any case with or without {@code SIG}; {@code RTMIN+3} too
     * @throws ContainerException INVALID when it is neither
     */
    public static int parse(String text) throws ContainerException {
        String name = text.toUpperCase(Locale.ROOT);
        if (name.startsWith("SIG")) {
            name = name.substring(3);
        }
        int number = NAMES.indexOf(name) + 1;
        if (number == 0) {
            number = switch (name) {
                case "IOT" -> 6;
                case "CLD" -> 17;
                case "POLL" -> 29;
                case "RTMIN" -> RT_MIN;
                case "RTMAX" -> RT_MAX;
                default -> computed(name);
            };
        }
        if (number < 1 || number > RT_MAX) {
            throw ContainerException.invalid("invalid signal: " + text);
        }
        return number;
    }

    private static int computed(String name) {
        try {
            if (name.startsWith("RTMIN+")) {
                return RT_MIN + Integer.parseInt(name.substring(6));
            }
            if (name.startsWith("RTMAX-")) {
                return RT_MAX - Integer.parseInt(name.substring(6));
            }
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
