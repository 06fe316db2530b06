package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Closes a stream on which nothing has come for too long; whoever reads it then gets an exception. */
final class StallGuard implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closed = lock.newCondition();
    private final long limit;
    private long deadline;
    private boolean done;

    StallGuard(InputStream stream, Duration limit) {
        this.limit = limit.toNanos();
        this.deadline = System.nanoTime() + this.limit;
        Thread.ofVirtual().name("stall guard").start(() -> watch(stream));
    }

    /** Something has come. */
    void alive() {
        lock.lock();
        try {
            deadline = System.nanoTime() + limit;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            done = true;
            closed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void watch(InputStream stream) {
        lock.lock();
        try {
            while (!done) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    stream.close();
                    return;
                }
                if (closed.await(left, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (IOException e) {
            // the reader meets the same failure and reports it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
