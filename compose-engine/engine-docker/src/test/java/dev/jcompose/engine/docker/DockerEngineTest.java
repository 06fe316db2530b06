package dev.jcompose.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.testkit.HostRootfs;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is the adapter's own and not of the contract, against a real Docker engine. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DockerEngineTest {
    private DockerEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = RealEngine.open();
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void theEngineSaysWhoItIs() throws Exception {
        var info = engine.info();

        assertThat(info.apiVersion()).matches("1\\.[0-9]+");
        assertThat(info.platform()).startsWith("linux/");
        assertThat(info.endpoint()).isEqualTo(System.getenv("DOCKER_HOST"));
    }

    @Test
    void imagesAreFoundListedAndRemoved() throws Exception {
        String reference = "jc-adapter-" + System.nanoTime() + ":1";
        var words = new ArrayList<String>();
        engine.importImage(
                new ByteArrayInputStream(HostRootfs.tar()),
                reference,
                List.of(),
                (layer, status, current, total) -> words.add(status));

        var found = engine.images().find(reference).orElseThrow();
        assertThat(found.id()).startsWith("sha256:");
        assertThat(found.tags()).contains(reference);
        assertThat(found.platform()).startsWith("linux/");
        assertThat(engine.images().list())
                .anySatisfy(image -> assertThat(image.tags()).contains(reference));
        engine.images().remove(reference);
        assertThat(engine.images().find(reference)).isEmpty();
        assertThat(words).isNotEmpty();
    }

    @Test
    void anImageThatNoRegistryHasCannotBePulled() {
        assertThatThrownBy(() -> engine.images()
                        .pull("127.0.0.1:1/none:1", Optional.empty(), (layer, status, current, total) -> {}))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(e.getMessage())
                            .startsWith("pull image 127.0.0.1:1/none:1: ")
                            .contains("connection refused");
                });
    }
}
