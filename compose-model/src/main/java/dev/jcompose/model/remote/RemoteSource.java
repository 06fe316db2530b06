package dev.jcompose.model.remote;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of place that {@code -f}, {@code include} and {@code extends} may name and that is not the local disk. */
public interface RemoteSource {

    /** Whether a name is one of this kind; decided by its form alone. */
    boolean accepts(String name);

    /**
     * Brings what is named to the local disk, or finds it there from an earlier time.
     *
     * @param name one that is accepted
     * @throws IOException with a message for users that says what was tried and what the other side said
     */
    Checkout fetch(String name) throws IOException, InterruptedException;

    /**
     * What was fetched.
     *
     * @param root the directory with all of it; files in it may refer to each other, but not to files outside
     * @param file the Compose file in it
     */
    record Checkout(Path root, Path file) {}
}
