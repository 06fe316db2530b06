package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.store.StateRoot;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommitTest {
    @TempDir
    private Path directory;

    private StateRoot root;
    private ImageStore store;
    private Image base;

    @BeforeEach
    void anImage() throws Exception {
        RootOnly.assume();
        root = StateRoot.open(directory.resolve("root"));
        store = ImageStore.open(root);
        base = store.importRootfs(
                new ByteArrayInputStream(new TarBuilder().file("first", "1").bytes()),
                new RootfsImport(
                        Optional.of(ImageName.parse("base:1")), ImageConfig.empty(), "imported", Platform.host()));
    }

    @AfterEach
    void close() throws Exception {
        if (store != null) {
            store.close();
            root.close();
        }
    }

    @Test
    void theNewLayerLiesOnThoseOfTheParent() throws Exception {
        byte[] layer = new TarBuilder().file("second", "22").bytes();
        Image made = store.commit(commit("made:1"), out -> {
            out.write(layer);
            return true;
        });
        assertThat(made.repoTags()).containsExactly("made:1");
        assertThat(made.diffIds()).containsExactly(base.diffIds().getFirst(), Digest.of(layer));
        assertThat(made.layerSizes()).containsExactly(1L, 2L);
        assertThat(made.history()).last().satisfies(step -> {
            assertThat(step.createdBy()).isEqualTo("sh -c make");
            assertThat(step.comment()).isEqualTo("why");
            assertThat(step.emptyLayer()).isFalse();
        });
        List<LayerDirectory> layers = store.layerDirectories(made);
        assertThat(Files.readString(layers.getFirst().directory().resolve("second")))
                .isEqualTo("22");
    }

    @Test
    void aContainerThatWroteNothingAddsNoLayer() throws Exception {
        Image made = store.commit(commit("made:1"), out -> false);
        assertThat(made.diffIds()).isEqualTo(base.diffIds());
        assertThat(made.history()).last().matches(HistoryEntry::emptyLayer);
    }

    private ImageCommit commit(String name) throws ImageException {
        return new ImageCommit(
                base.id(), Optional.of(ImageName.parse(name)), ImageConfig.empty(), "me", "why", "sh -c make");
    }
}
