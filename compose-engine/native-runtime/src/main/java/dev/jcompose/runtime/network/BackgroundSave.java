package dev.jcompose.runtime.network;

import dev.jcompose.runtime.store.RecordDirectory;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A network's record on its way to the disk, which takes as long as all the rest of making a network. */
final class BackgroundSave {
    private final FutureTask<Boolean> task;

    private BackgroundSave(FutureTask<Boolean> task) {
        this.task = task;
    }

    static BackgroundSave start(RecordDirectory<Network> records, Network network) {
        var task = new FutureTask<>(() -> {
            records.save(network.id(), network);
            return true;
        });
        Thread.ofVirtual().name("save-network").start(task);
        return new BackgroundSave(task);
    }

    /** Waits until the record is on the disk. */
    void await() throws IOException, InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("cannot save the network", e);
        }
    }
}
