package dev.jcompose.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageDefaultsTest {
    private static final ImageConfig IMAGE = new ImageConfig(
            "app",
            List.of("PATH=/bin", "MODE=image"),
            List.of("/entry"),
            List.of("serve"),
            "/srv",
            new LinkedHashSet<>(List.of("/data")),
            new LinkedHashSet<>(List.of("80/tcp")),
            new LinkedHashMap<>(),
            Optional.of("SIGQUIT"),
            Optional.empty(),
            List.of(),
            List.of());

    @Test
    void sayingNothingMeansTheImage() throws Exception {
        ContainerConfig config = merge("{}");
        assertThat(config.argv()).containsExactly("/entry", "serve");
        assertThat(config.user()).isEqualTo("app");
        assertThat(config.workingDir()).isEqualTo("/srv");
        assertThat(config.stopSignal()).contains("SIGQUIT");
        assertThat(config.volumes()).containsExactly("/data");
    }

    @Test
    void aCommandKeepsTheEntrypointAndAnEntrypointDropsTheCommand() throws Exception {
        assertThat(merge("{\"Cmd\":[\"migrate\"]}").argv()).containsExactly("/entry", "migrate");
        assertThat(merge("{\"Entrypoint\":[\"/other\"]}").argv()).containsExactly("/other");
        assertThat(merge("{\"Entrypoint\":\"/other\",\"Cmd\":\"x\"}").argv()).containsExactly("/other", "x");
    }

    @Test
    void anEmptyEntrypointTakesTheImagesAway() throws Exception {
        assertThat(merge("{\"Entrypoint\":[],\"Cmd\":[\"x\"]}").argv()).containsExactly("x");
        assertThat(merge("{\"Entrypoint\":[\"\"],\"Cmd\":[\"x\"]}").argv()).containsExactly("x");
        assertThatThrownBy(() -> merge("{\"Entrypoint\":[\"\"]}")).hasMessage("no command specified");
    }

    @Test
    void onesOwnVariablesReplaceThoseOfTheImage() throws Exception {
        assertThat(merge("{\"Env\":[\"MODE=own\",\"X=1\"]}").env()).containsExactly("MODE=own", "X=1", "PATH=/bin");
    }

    @Test
    void theStateFileGivesBackWhatWasStored() throws Exception {
        ContainerConfig config = merge("{\"Labels\":{\"b\":\"1\",\"a\":\"2\"},\"StopTimeout\":-1,\"Tty\":true}");
        assertThat(ContainerConfigJson.read(ContainerConfigJson.write(config))).isEqualTo(config);
    }

    private static ContainerConfig merge(String json) throws MalformedJsonException, ContainerException {
        return ImageDefaults.merge(
                ContainerConfigJson.read(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8))), IMAGE);
    }
}
