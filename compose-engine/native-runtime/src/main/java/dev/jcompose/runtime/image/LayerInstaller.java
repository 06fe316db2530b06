package dev.jcompose.runtime.image;

import dev.jcompose.runtime.os.NativeThread;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/**
 * Unpacks blobs into layers: each layer once, however many ask, and only as many at a time as there are processors, on
 * threads of their own, because file calls would hold up the carriers of all virtual threads.
 */
final class LayerInstaller {
    private final BlobStore blobs;
    private final LayerStore layers;
    private final SingleFlight<Digest> flights = new SingleFlight<>();
    private final Semaphore processors =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);

    LayerInstaller(BlobStore blobs, LayerStore layers) {
        this.blobs = blobs;
        this.layers = layers;
    }

    /** Brings a blob into the store; does nothing if it is there. */
    @FunctionalInterface
    interface BlobSource {
        void ensure() throws IOException, InterruptedException;
    }

    /**
     * Sees to it that the layer is there.
     *
     * @param diffIds of the layer, last, and all below it
     */
    void install(List<Digest> diffIds, Descriptor blob, BlobSource source, ProgressListener listener)
            throws IOException, InterruptedException {
        Digest chainId = LayerStore.chainIds(diffIds).getLast();
        String shown = blob.digest().shortHex();
        flights.ensure(chainId, () -> layers.has(chainId), () -> {
            source.ensure();
            processors.acquire();
            try {
                onOwnThread(() -> {
                    var meter = new ProgressMeter(listener, shown, "Extracting", blobs.size(blob.digest()));
                    try (InputStream in = new Metered(Files.newInputStream(blobs.path(blob.digest())), meter)) {
                        layers.unpack(chainId, diffIds.getLast(), blob, in);
                    }
                    return chainId;
                });
            } finally {
                processors.release();
            }
        });
        listener.report(Progress.of(shown, "Pull complete"));
    }

    private static <T> T onOwnThread(Callable<T> work) throws IOException, InterruptedException {
        var task = new FutureTask<>(work);
        Thread thread = NativeThread.start("unpack", task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            joinUninterrupted(thread); // its directory must not be written to any more when this returns
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new AssertionError(e);
            }
        } catch (CancellationException e) {
            throw new AssertionError("nobody else cancels", e);
        }
    }

    private static void joinUninterrupted(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the meter how much of the blob has been read, and passes on available(), which gzip looks at. */
    private static final class Metered extends FilterInputStream {
        private final ProgressMeter meter;
        private long count;

        Metered(InputStream in, ProgressMeter meter) {
            super(in);
            this.meter = meter;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count += value < 0 ? 0 : 1;
            meter.at(count);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count += Math.max(0, read);
            meter.at(count);
            return read;
        }
    }
}
