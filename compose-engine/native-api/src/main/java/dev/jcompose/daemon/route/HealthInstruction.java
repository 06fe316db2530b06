package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.image.ImageHealthcheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instruction {@code HEALTHCHECK [--interval=5s ...] CMD command}, or {@code HEALTHCHECK NONE}.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile reference</a>
 */
final class HealthInstruction {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h)");

    private Duration interval = Duration.ZERO;
    private Duration timeout = Duration.ZERO;
    private Duration startPeriod = Duration.ZERO;
    private Duration startInterval = Duration.ZERO;
    private int retries;

    private HealthInstruction() {}

    /** @throws HttpException 400 for what is no such instruction */
    static ImageHealthcheck parse(String text) {
        var instruction = new HealthInstruction();
        String rest = text.strip();
        while (rest.startsWith("--")) {
            String[] parts = rest.split("\\s+", 2);
            instruction.option(parts[0]);
            rest = parts.length == 2 ? parts[1] : "";
        }
        return instruction.withTest(rest);
    }

    private ImageHealthcheck withTest(String rest) {
        List<String> test = new ArrayList<>();
        if (rest.equalsIgnoreCase("NONE")) {
            test.add("NONE");
        } else if (rest.regionMatches(true, 0, "CMD", 0, 3) && rest.length() > 4) {
            String command = rest.substring(3).strip();
            if (command.startsWith("[")) {
                test.add("CMD");
                test.addAll(ConfigChanges.commandLine(command));
            } else {
                test.add("CMD-SHELL");
                test.add(command);
            }
        } else {
            throw new HttpException(400, "HEALTHCHECK wants NONE or CMD and a command, not \"" + rest + "\"");
        }
        return new ImageHealthcheck(test, interval, timeout, startPeriod, startInterval, retries);
    }

    private void option(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        switch (name) {
            case "--interval" -> interval = duration(value);
            case "--timeout" -> timeout = duration(value);
            case "--start-period" -> startPeriod = duration(value);
            case "--start-interval" -> startInterval = duration(value);
            case "--retries" -> {
                if (!value.matches("[0-9]{1,9}")) {
                    throw new HttpException(400, "HEALTHCHECK --retries wants a number, not \"" + value + "\"");
                }
                retries = Integer.parseInt(value);
            }
            default -> throw new HttpException(400, "HEALTHCHECK has no option " + name);
        }
    }

    private static Duration duration(String text) {
        Matcher parts = PART.matcher(text);
        double nanos = 0;
        int end = 0;
        while (parts.lookingAt()) {
            nanos += Double.parseDouble(parts.group(1))
                    * switch (parts.group(2)) {
                        case "ns" -> 1;
                        case "us" -> 1e3;
                        case "ms" -> 1e6;
                        case "s" -> 1e9;
                        case "m" -> 60e9;
                        default -> 3600e9;
                    };
            end = parts.end();
            parts.region(end, text.length());
        }
        if (end == 0 || end != text.length()) {
            throw new HttpException(400, "\"" + text + "\" is no duration: use 30s, 1m30s and the like");
        }
        return Duration.ofNanos((long) nanos);
    }
}
