package dev.jcompose.runtime.image;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The three stores that make up {@link ImageStore}, the lock over the catalog, and the collection of what no image reaches
 * any more. While something is being brought in, nothing is collected: it is not reachable yet, and it may build on what
 * is not reachable otherwise.
 */
final class Inventory {
    /** Work in progress. Closing the last one does the collection that was put off meanwhile. */
    interface Hold extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    @FunctionalInterface
    interface Change<T> {
        T apply(ImageCatalog catalog) throws IOException;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final BlobStore blobs;
    private final LayerStore layers;
    private final ImageCatalog catalog;
    private final Clock clock;
    private int holds;
    private boolean collectionWanted;

    Inventory(BlobStore blobs, LayerStore layers, ImageCatalog catalog, Clock clock) {
        this.blobs = blobs;
        this.layers = layers;
        this.catalog = catalog;
        this.clock = clock;
    }

    BlobStore blobs() {
        return blobs;
    }

    LayerStore layers() {
        return layers;
    }

    Clock clock() {
        return clock;
    }

    <T> T locked(Change<T> change) throws IOException {
        lock.lock();
        try {
            return change.apply(catalog);
        } finally {
            lock.unlock();
        }
    }

    Hold hold() throws IOException {
        return locked(ignored -> {
            holds++;
            return this::release;
        });
    }

    /** Makes an image of what is in the stores now, under these names. */
    Image admit(Digest id, ConfigDocument config, List<ImageName> names) throws IOException {
        layers.sync();
        return locked(images -> {
            images.add(id, config, clock.instant());
            images.giveNames(id, names);
            return images.image(id);
        });
    }

    /** Removes what no image reaches, now or when nothing is being brought in; returns the layers that this concerns. */
    List<Digest> collect() throws IOException {
        return locked(images -> {
            List<Digest> unreachable = unreachableLayers(images);
            if (holds > 0) {
                collectionWanted = true;
            } else {
                sweep(images, Instant.MAX);
            }
            return unreachable;
        });
    }

    /**
     * What an engine does when it starts: layers of a pull that was killed go, because nobody waited until they were on the
     * disk; whole blobs, which were, stay for a while.
     */
    void collectLeftovers() throws IOException {
        locked(images -> {
            sweep(images, clock.instant().minus(BlobStore.LIFETIME_UNUSED));
            return images;
        });
    }

    /** Bytes of the files in layers that no image reaches. */
    long unreachableSize() throws IOException {
        return locked(images -> {
            long size = 0;
            for (Digest chainId : unreachableLayers(images)) {
                size += layers.get(chainId).size();
            }
            return size;
        });
    }

    private void release() throws IOException {
        locked(images -> {
            holds--;
            if (holds == 0 && collectionWanted) {
                collectionWanted = false;
                sweep(images, Instant.MAX);
            }
            return holds;
        });
    }

    private void sweep(ImageCatalog images, Instant blobsBefore) throws IOException {
        Set<Digest> reachable = reachableLayers(images);
        var keptBlobs = new HashSet<Digest>(images.ids());
        for (Digest chainId : reachable) {
            if (layers.has(chainId)) {
                keptBlobs.add(layers.get(chainId).blob().digest());
            }
        }
        layers.retain(reachable::contains);
        blobs.retain(keptBlobs::contains, blobsBefore);
    }

    private List<Digest> unreachableLayers(ImageCatalog images) throws IOException {
        Set<Digest> reachable = reachableLayers(images);
        var result = new ArrayList<Digest>();
        for (Digest chainId : layers.chainIds()) {
            if (!reachable.contains(chainId)) {
                result.add(chainId);
            }
        }
        return result;
    }

    private static Set<Digest> reachableLayers(ImageCatalog images) throws IOException {
        var result = new HashSet<Digest>();
        for (Digest id : images.ids()) {
            result.addAll(LayerStore.chainIds(images.config(id).diffIds()));
        }
        return result;
    }
}
