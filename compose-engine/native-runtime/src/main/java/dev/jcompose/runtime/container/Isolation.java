package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.Capabilities;
import dev.jcompose.runtime.launch.ProcessSpec.Privileges;
import dev.jcompose.runtime.launch.SeccompProgram;
import dev.jcompose.runtime.launch.SecurityLabel;
import dev.jcompose.runtime.launch.seccomp.CustomProfile;
import dev.jcompose.runtime.launch.seccomp.SeccompProfile;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Capabilities and security options of a container, from what its client says. */
final class Isolation {
    private static final String SECCOMP = "seccomp";

    private static final Map<Capabilities, SeccompProgram> FILTERS = new ConcurrentHashMap<>();

    private Isolation() {}

    /** The filter of system calls for a process with these capabilities; compiled once for each set of them. */
    static SeccompProgram defaultFilter(Capabilities capabilities) {
        return FILTERS.computeIfAbsent(capabilities, SeccompProfile::defaultFor);
    }

    /**
     * The filter of a profile of the user's own.
     *
     * @param profile in Docker's JSON format
     * @throws ContainerException INVALID
     */
    static SeccompProgram customFilter(String profile, Capabilities capabilities) throws ContainerException {
        try {
            return CustomProfile.parse(profile).compile(capabilities);
        } catch (MalformedJsonException e) {
            throw new ContainerException(
                    ContainerException.Kind.INVALID, "Decoding seccomp profile failed: " + e.getMessage(), e);
        }
    }

    /**
     * Checks names and options.
     *
     * @throws ContainerException INVALID
     */
    static void check(HostConfig host) throws ContainerException {
        try {
            Capabilities.adjust(host.capAdd(), host.capDrop(), available());
        } catch (IllegalArgumentException e) {
            throw new ContainerException(ContainerException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
        for (String option : host.securityOpt()) {
            String key = option.split("[=:]", 2)[0];
            switch (key) {
                case "no-new-privileges",
                        "disable",
                        SECCOMP,
                        "apparmor",
                        "label",
                        "systempaths",
                        "writable-cgroups" -> {}
                default -> throw ContainerException.invalid("invalid --security-opt 2: \"" + option + "\"");
            }
        }
    }

    /** What this engine may pass on: what its own process has. */
    static Capabilities available() {
        return Available.OWN;
    }

    private static final class Available {
        private static final Capabilities OWN = read();

        private static Capabilities read() {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("CapBnd:")) {
                        return new Capabilities(
                                Long.parseUnsignedLong(line.substring(7).strip(), 16));
                    }
                }
                throw new IllegalStateException("/proc/self/status has no line CapBnd");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Capabilities capabilities(HostConfig host) {
        return host.privileged() ? available() : Capabilities.adjust(host.capAdd(), host.capDrop(), available());
    }

    static Privileges privileges(HostConfig host) {
        String value = option(host, "no-new-privileges").orElse("false");
        return value.isEmpty() || value.equals("true") ? Privileges.FIXED : Privileges.MAY_GROW;
    }

    /** The value of {@code seccomp}: {@code unconfined}, a profile, or empty for the default. */
    static Optional<String> seccomp(HostConfig host) {
        return host.privileged() ? Optional.of("unconfined") : option(host, SECCOMP);
    }

    static boolean systemPathsOpen(HostConfig host) {
        return host.privileged() || option(host, "systempaths").orElse("").equals("unconfined");
    }

    /** What the command of a container is to the security modules of this kernel. */
    static List<SecurityLabel> labels(HostConfig host, boolean privileged) {
        var labels = new ArrayList<String>();
        for (String option : host.securityOpt()) {
            String[] parts = option.split("[=:]", 2);
            if (option.equals("disable") || parts[0].equals("label")) {
                labels.add(parts[parts.length - 1]);
            }
        }
        return Modules.OWN.labels(option(host, "apparmor"), labels, !privileged);
    }

    private static final class Modules {
        private static final SecurityModules OWN = SecurityModules.detect();
    }

    private static Optional<String> option(HostConfig host, String name) {
        Optional<String> value = Optional.empty();
        for (String option : host.securityOpt()) {
            String[] parts = option.split("[=:]", 2);
            if (parts[0].equals(name)) {
                value = Optional.of(parts.length == 2 ? parts[1] : "");
            }
        }
        return value;
    }
}
