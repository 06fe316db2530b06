package dev.jcompose.planner.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.load.ComposeLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
    @TempDir
    private Path directory;

    @Test
    void whoseFilesABindShowsIsAnExtensionOfIt() throws Exception {
        Files.writeString(directory.resolve("compose.yaml"), """
            services:
              app:
                image: app
                volumes:
                  - {type: bind, source: ./src, target: /src, bind: {x-idmap: owner}}
                  - ./plain:/plain
            """);
        var project = ComposeLoader.builder()
                .workingDirectory(directory)
                .environment(Map.of())
                .build()
                .load()
                .orThrow();

        var mounts =
                Mounts.of(project, Objects.requireNonNull(project.services().get("app")));

        assertThat(mounts.mounts())
                .filteredOn(mount -> mount instanceof MountSpec.Bind)
                .extracting(mount -> ((MountSpec.Bind) mount).idMap().orElse("-"))
                .containsExactly("owner", "-");
    }
}
