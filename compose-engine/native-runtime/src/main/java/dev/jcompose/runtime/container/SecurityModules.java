package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.SecurityLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The security modules of this host, and what containers run as for them. As with dockerd, {@code apparmor=} and
 * {@code label=} mean nothing where the kernel has no AppArmor or SELinux.
 *
 * @param apparmor the directory of AppArmor in securityfs, where it is enabled
 * @param perModule whether the kernel has files of its own for each module in {@code /proc/self/attr} (5.8)
 * @param selinux whether SELinux is enabled
 * @see <a href="https://docs.kernel.org/admin-guide/LSM/index.html">Linux Security Module Usage</a>
 */
record SecurityModules(Optional<Path> apparmor, boolean perModule, boolean selinux) {
    /** What containers run as that say nothing, where somebody has loaded it: Docker loads it when it starts. */
    private static final String DEFAULT_PROFILE = "docker-default";

    private static final String UNCONFINED = "unconfined";

    /** User, role, type and level that SELinux policies have for containers. */
    private static final List<String> CONTAINER_CONTEXT = List.of("system_u", "system_r", "container_t", "s0");

    private static final List<String> CONTEXT_PARTS = List.of("user", "role", "type", "level");

    /** Those of the running kernel. */
    static SecurityModules detect() {
        return detect(Path.of("/sys"), Path.of("/proc/self/attr"));
    }

    static SecurityModules detect(Path sys, Path attributes) {
        Path profiles = sys.resolve("kernel/security/apparmor");
        boolean enabled =
                read(sys.resolve("module/apparmor/parameters/enabled")).startsWith("Y");
        return new SecurityModules(
                enabled && Files.isDirectory(profiles) ? Optional.of(profiles) : Optional.empty(),
                Files.isDirectory(attributes.resolve("apparmor")),
                Files.exists(sys.resolve("fs/selinux/enforce")));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return ""; // a parameter that only others may read says that it is not for us
        }
    }

    /**
     * What a process of a container runs as.
     *
     * @param profile of AppArmor, from the option {@code apparmor}
     * @param labels of SELinux, from the options of that name: {@code type:...} and so on, or {@code disable}
     * @param confined false for privileged ones
     */
    List<SecurityLabel> labels(Optional<String> profile, List<String> labels, boolean confined) {
        var result = new ArrayList<SecurityLabel>();
        apparmor.flatMap(securityfs -> profile(securityfs, profile, confined))
                .ifPresent(name -> result.add(new SecurityLabel(perModule ? "apparmor/exec" : "exec", "exec " + name)));
        if (selinux && confined && !labels.isEmpty() && !labels.contains("disable")) {
            result.add(new SecurityLabel("exec", context(labels)));
        }
        return result;
    }

    private static Optional<String> profile(Path securityfs, Optional<String> asked, boolean confined) {
        if (asked.isPresent() && !asked.get().isEmpty()) {
            return asked;
        }
        if (!confined) {
            return Optional.of(UNCONFINED);
        }
        return read(securityfs.resolve("profiles")).lines().anyMatch(line -> line.startsWith(DEFAULT_PROFILE + " "))
                ? Optional.of(DEFAULT_PROFILE)
                : Optional.empty();
    }

    private static String context(List<String> labels) {
        var parts = new ArrayList<>(CONTAINER_CONTEXT);
        for (String label : labels) {
            String[] words = label.split(":", 2);
            int part = CONTEXT_PARTS.indexOf(words[0]);
            if (part >= 0 && words.length == 2) {
                parts.set(part, words[1]);
            }
        }
        return String.join(":", parts);
    }
}
