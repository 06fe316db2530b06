package dev.jcompose.runtime.launch;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Names of signals and their numbers on x86_64 and aarch64. */
public final class SignalNumbers {
    public static final int SIGHUP = 1;
    public static final int SIGINT = 2;
    public static final int SIGKILL = 9;
    public static final int SIGTERM = 15;
    public static final int SIGWINCH = 28;

    private static final int RTMIN = 34;
    private static final int RTMAX = 64;
    /** By number, from 1. */
    private static final List<String> NAMES = List.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private SignalNumbers() {}

    /**
     * Reads a signal as Docker does: a number, or a name in any case with or without SIG, such as {@code SIGTERM},
     * {@code usr1}, {@code RTMIN+3}.
     *
     * @return 1 to 64; empty when there is no such signal
     */
    public static OptionalInt parse(String text) {
        if (text.matches("[0-9]{1,2}")) {
            return valid(Integer.parseInt(text));
        }
        String upper = text.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        if (name.matches("RTMIN(\\+[0-9]{1,2})?")) {
            return realTime(RTMIN + offset(name));
        }
        if (name.matches("RTMAX(-[0-9]{1,2})?")) {
            return realTime(RTMAX - offset(name));
        }
        return switch (name) {
            case "IOT" -> OptionalInt.of(6);
            case "CLD" -> OptionalInt.of(17);
            case "POLL" -> OptionalInt.of(29);
            case "UNUSED" -> OptionalInt.of(31);
            default -> valid(NAMES.indexOf(name) + 1);
        };
    }

    /** The name with SIG, {@code SIGRTMIN+n} for real-time signals. */
    public static String name(int number) {
        if (number >= 1 && number <= NAMES.size()) {
            return "SIG" + NAMES.get(number - 1);
        }
        return number == RTMIN ? "SIGRTMIN" : number > RTMIN ? "SIGRTMIN+" + (number - RTMIN) : "signal " + number;
    }

    private static int offset(String name) {
        return name.length() <= 6 ? 0 : Integer.parseInt(name.substring(6));
    }

    private static OptionalInt realTime(int number) {
        return number >= RTMIN && number <= RTMAX ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static OptionalInt valid(int number) {
        return number >= 1 && number <= RTMAX ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
