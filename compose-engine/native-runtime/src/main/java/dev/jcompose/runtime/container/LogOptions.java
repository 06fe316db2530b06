package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.HostConfig.LogConfig;
import dev.jcompose.runtime.launch.LogFile;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the options of a container's log mean. */
final class LogOptions {
    private static final Set<String> KNOWN = Set.of(
            "max-size",
            "max-file",
            "compress",
            "labels",
            "labels-regex",
            "env",
            "env-regex",
            "tag",
            "mode",
            "max-buffer-size");
    private static final long LOCAL_SIZE = 20L << 20;
    private static final int LOCAL_FILES = 5;

    private LogOptions() {}

    /**
     * The file that the configuration means; empty for {@code none}.
     *
     * @throws ContainerException INVALID for an unknown option or a value that makes no sense
     */
    static Optional<LogFile> logFile(LogConfig config, Path file) throws ContainerException {
        Map<String, String> options = config.options();
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw ContainerException.invalid("unknown log opt '" + name + "' for " + config.type() + " log driver");
            }
        }
        if (config.type().equals("none")) {
            return Optional.empty();
        }
        boolean local = config.type().equals("local");
        OptionalLong maxSize = local ? OptionalLong.of(LOCAL_SIZE) : OptionalLong.empty();
        String sizeText = options.getOrDefault("max-size", "");
        if (!sizeText.isEmpty() && !sizeText.equals("-1")) {
            maxSize = OptionalLong.of(size(sizeText));
        }
        int maxFiles = local ? LOCAL_FILES : 1;
        String filesText = options.getOrDefault("max-file", "");
        if (!filesText.isEmpty()) {
            maxFiles = count(filesText);
        }
        return Optional.of(new LogFile(file, maxSize, maxFiles));
    }

    private static int count(String text) throws ContainerException {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            throw new ContainerException(
                    ContainerException.Kind.INVALID, "log opt max-file: '" + text + "' is not a number", e);
        }
        throw ContainerException.invalid("max-file cannot be less than 1");
    }

    /** {@code 10m}, {@code 1GiB}: units of 1024. */
    private static long size(String text) throws ContainerException {
        String lower = text.toLowerCase(Locale.ROOT).strip();
        int digits = 0;
        while (digits < lower.length() && (Character.isDigit(lower.charAt(digits)) || lower.charAt(digits) == '.')) {
            digits++;
        }
        String unit = lower.substring(digits).strip().replaceFirst("i?b$", "");
        int shift = unit.isEmpty() ? 0 : 10 * ("kmgtp".indexOf(unit) + 1);
        try {
            double value = Double.parseDouble(lower.substring(0, digits));
            long bytes = (long) (value * (1L << shift));
            if ((unit.isEmpty() || (shift > 0 && unit.length() == 1)) && bytes > 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            throw new ContainerException(
                    ContainerException.Kind.INVALID, "log opt max-size: invalid size: '" + text + "'", e);
        }
        throw ContainerException.invalid("log opt max-size: invalid size: '" + text + "'");
    }
}
