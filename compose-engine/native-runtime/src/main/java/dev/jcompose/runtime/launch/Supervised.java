package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A container's first process, kept by a supervisor that is its parent and outlives this daemon. */
public interface Supervised {
    /** Its process number, in the pid namespace of the daemon. */
    int pid();

    /** When its command was executed, for people to read: the clock may have been set since then. */
    Instant startedAt();

    /** How long ago its command was executed, whatever the clock says. */
    Duration age();

    /**
     * Completes when it has ended, its output is in the log, its exit record on disk and its cgroups are gone. Never
     * completes exceptionally: a lost supervisor counts as a kill by signal 9.
     */
    CompletableFuture<ExitRecord> onExit();

    /**
     * Sends a signal to the first process, never to another that got its number.
     *
     * @param signal 1 to 64
     * @return whether it could still be sent; false when the process has ended
     */
    boolean signal(int signal) throws IOException;

    /** Kills every process of the container at once, through its cgroup where the kernel can. */
    void killAll() throws IOException;

    /** Sets the size of its terminal; nothing happens when it has none or has ended. */
    void resize(WindowSize size) throws IOException;

    /**
     * Joins its standard streams. Many may be attached; each gets all output from now on, or from the very start for the
     * first one when {@link LaunchSpec#output()} says so. Whoever falls behind by more than 1 MiB is dropped: it sees
     * the end of output.
     *
     * @throws IOException when the container has ended
     */
    Attachment attach() throws IOException;

    /** Gives its standard input an end, once everything written so far is through. */
    void closeStdin() throws IOException;
}
