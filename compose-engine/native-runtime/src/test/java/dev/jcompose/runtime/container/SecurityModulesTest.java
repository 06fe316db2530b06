package dev.jcompose.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.launch.SecurityLabel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code apparmor=} and {@code label=} come to, on kernels with and without these modules. */
class SecurityModulesTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    private Path host;

    private SecurityModules detect() {
        return SecurityModules.detect(host.resolve("sys"), host.resolve("attr"));
    }

    private void write(String file, String content) throws Exception {
        Files.createDirectories(host.resolve(file).getParent());
        Files.writeString(host.resolve(file), content);
    }

    private void apparmor() throws Exception {
        write("sys/module/apparmor/parameters/enabled", "Y\n");
        write("sys/kernel/security/apparmor/profiles", "docker-default (enforce)\nother (complain)\n");
        Files.createDirectories(host.resolve("attr/apparmor"));
    }

    @Test
    void withoutModulesTheOptionsMeanNothing() throws Exception {
        write("sys/module/apparmor/parameters/enabled", "N\n");
        assertThat(detect().labels(Optional.of("mine"), List.of("type:t"), true))
                .isEmpty();
    }

    @Test
    void appArmorConfinesByTheProfileOfTheUserOrDockersWhereItIsLoaded() throws Exception {
        apparmor();
        assertThat(detect().labels(Optional.of("mine"), List.of(), true))
                .containsExactly(new SecurityLabel("apparmor/exec", "exec mine"));
        assertThat(detect().labels(NONE, List.of(), true))
                .containsExactly(new SecurityLabel("apparmor/exec", "exec docker-default"));
        assertThat(detect().labels(NONE, List.of(), false))
                .as("privileged")
                .containsExactly(new SecurityLabel("apparmor/exec", "exec unconfined"));
        write("sys/kernel/security/apparmor/profiles", "other (enforce)\n");
        assertThat(detect().labels(NONE, List.of(), true)).isEmpty();
    }

    @Test
    void olderKernelsHaveOneFileForAllModules() throws Exception {
        apparmor();
        Files.delete(host.resolve("attr/apparmor"));
        assertThat(detect().labels(Optional.of("mine"), List.of(), true))
                .containsExactly(new SecurityLabel("exec", "exec mine"));
    }

    @Test
    void seLinuxGetsAContextFromTheLabels() throws Exception {
        write("sys/fs/selinux/enforce", "1");
        assertThat(detect().labels(Optional.of("mine"), List.of("type:my_t", "level:s0:c1,c2"), true))
                .containsExactly(new SecurityLabel("exec", "system_u:system_r:my_t:s0:c1,c2"));
        assertThat(detect().labels(NONE, List.of("disable"), true)).isEmpty();
        assertThat(detect().labels(NONE, List.of("type:my_t"), false)).isEmpty();
        assertThat(detect().labels(NONE, List.of(), true)).isEmpty();
    }
}
