package dev.jcompose.runtime.image;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image of the store. Two images of equal id are equal in everything but their names.
 *
 * @param id digest of the configuration, as Docker with its graph drivers has it
 * @param repoTags {@code nginx:1}, sorted; empty for a dangling image
 * @param repoDigests {@code nginx@sha256:...}, sorted; by which digests of manifests registries know it
 * @param created from the configuration
 * @param size bytes of the unpacked files of all layers
 * @param diffIds digests of the uncompressed layers, lowest first
 * @param layerSizes bytes of the unpacked files of each of {@code diffIds}
 */
public record Image(
        Digest id,
        List<String> repoTags,
        List<String> repoDigests,
        Optional<Instant> created,
        String author,
        String comment,
        Platform platform,
        long size,
        ImageConfig config,
        List<Digest> diffIds,
        List<Long> layerSizes,
        List<HistoryEntry> history) {
    public Image {
        repoTags = List.copyOf(repoTags);
        repoDigests = List.copyOf(repoDigests);
        diffIds = List.copyOf(diffIds);
        layerSizes = List.copyOf(layerSizes);
        history = List.copyOf(history);
    }

    /** The same image with some of its names only. */
    public Image withNames(List<String> tags, List<String> digests) {
        return new Image(
                id, tags, digests, created, author, comment, platform, size, config, diffIds, layerSizes, history);
    }

    /** Whether no name leads to it any more. */
    public boolean isDangling() {
        return repoTags.isEmpty() && repoDigests.isEmpty();
    }
}
