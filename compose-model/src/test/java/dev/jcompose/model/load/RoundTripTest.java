package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Project;
import dev.jcompose.model.print.ConfigHash;
import dev.jcompose.model.print.ConfigRendering;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed loads to the same model, and prints the same again. */
@NullUnmarked
class RoundTripTest {

    @TempDir
    Path dir;

    @Test
    void printedYamlLoadsToTheSameProject() {
        for (int seed = 0; seed < 300; seed++) {
            String source = GeneratedFile.of(new Random(seed));
            Project first = load("compose.yaml", source);
            String printed = ConfigRendering.yaml(first);
            Project second = load("printed.yaml", printed);

            assertThat(second.services())
                    .as("seed %d:%n%s%n%s", seed, source, printed)
                    .isEqualTo(first.services());
            assertThat(second.networks()).isEqualTo(first.networks());
            assertThat(second.volumes()).isEqualTo(first.volumes());
            assertThat(second.secrets()).isEqualTo(first.secrets());
            assertThat(second.configs()).isEqualTo(first.configs());
            assertThat(second.models()).isEqualTo(first.models());
            assertThat(second.extensions()).isEqualTo(first.extensions());
            assertThat(ConfigRendering.yaml(second)).isEqualTo(printed);
            first.services()
                    .forEach((name, service) -> assertThat(
                                    ConfigHash.of(second.services().get(name)))
                            .isEqualTo(ConfigHash.of(service)));
        }
    }

    private Project load(String name, String text) {
        return new ProjectFolder(dir).file(name, text).project(name);
    }
}
