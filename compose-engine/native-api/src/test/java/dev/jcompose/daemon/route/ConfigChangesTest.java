package dev.jcompose.daemon.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigChangesTest {
    @Test
    void instructionsBecomeTheConfiguration() {
        var config = ConfigChanges.apply(List.of(
                "ENTRYPOINT [\"docker-entrypoint.sh\", \"a b\"]",
                "CMD postgres -c x",
                "ENV A=1 B=\"two words\" C=it\\'s",
                "env OLD form of it",
                "EXPOSE 5432 53/udp",
                "VOLUME /data",
                "VOLUME [\"/with space\"]",
                "USER redis",
                "WORKDIR /data",
                "STOPSIGNAL SIGINT",
                "LABEL a=b"));
        assertThat(config.entrypoint()).containsExactly("docker-entrypoint.sh", "a b");
        assertThat(config.cmd()).containsExactly("/bin/sh", "-c", "postgres -c x");
        assertThat(config.env()).containsExactly("A=1", "B=two words", "C=it's", "OLD=form of it");
        assertThat(config.exposedPorts()).containsExactly("5432/tcp", "53/udp");
        assertThat(config.volumes()).containsExactly("/data", "/with space");
        assertThat(config.user()).isEqualTo("redis");
        assertThat(config.workingDir()).isEqualTo("/data");
        assertThat(config.stopSignal()).contains("SIGINT");
        assertThat(config.labels()).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void instructionsThatDoMoreAreRefused() {
        assertThatThrownBy(() -> ConfigChanges.apply(List.of("RUN make")))
                .hasMessageContaining("\"RUN make\" cannot be applied");
        assertThatThrownBy(() -> ConfigChanges.apply(List.of("ENV A"))).hasMessageContaining("no value");
        assertThatThrownBy(() -> ConfigChanges.apply(List.of("CMD [\"a\", 1")))
                .hasMessageContaining("not a JSON array");
        assertThatThrownBy(() -> ConfigChanges.apply(List.of("ENV A=\"x"))).hasMessageContaining("unterminated quote");
    }
}
