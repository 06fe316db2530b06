package dev.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final Capabilities ALL = new Capabilities((1L << 41) - 1);

    @Test
    void theDefaultSetHasFourteen() {
        assertThat(Capabilities.DEFAULT.names())
                .hasSize(14)
                .contains("CAP_CHOWN", "CAP_NET_RAW", "CAP_SETFCAP")
                .doesNotContain("CAP_SYS_ADMIN");
    }

    @Test
    void namesComeInAnyCaseWithOrWithoutPrefix() {
        assertThat(Capabilities.of("cap_sys_admin")).isEqualTo(Capabilities.of("SYS_ADMIN"));
    }

    @Test
    void dropAllLeavesExactlyTheAdded() {
        assertThat(Capabilities.adjust(List.of("CHOWN"), List.of("all"), ALL)).isEqualTo(Capabilities.of("CHOWN"));
    }

    @Test
    void addAllGivesWhatIsAvailableExceptTheDropped() {
        var available =
                new Capabilities(ALL.mask() & ~Capabilities.of("SYS_RESOURCE").mask());
        var result = Capabilities.adjust(List.of("ALL"), List.of("MKNOD"), available);
        assertThat(result.mask())
                .isEqualTo(available.mask() & ~Capabilities.of("MKNOD").mask());
    }

    @Test
    void addsToAndDropsFromTheDefaults() {
        var result = Capabilities.adjust(List.of("NET_ADMIN"), List.of("NET_RAW"), ALL);
        assertThat(result.names()).contains("CAP_NET_ADMIN", "CAP_CHOWN").doesNotContain("CAP_NET_RAW");
    }

    @Test
    void unknownAndUnavailableOnesAreErrors() {
        assertThatThrownBy(() -> Capabilities.adjust(List.of("FLY"), List.of(), ALL))
                .hasMessageContaining("FLY");
        assertThatThrownBy(() -> Capabilities.adjust(List.of("SYS_RESOURCE"), List.of(), Capabilities.DEFAULT))
                .hasMessageContaining("CAP_SYS_RESOURCE");
    }
}
