package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a layer as a plain tar. */
@FunctionalInterface
public interface LayerContent {
    /** @return false when there is nothing in it, so that no layer is needed */
    boolean write(OutputStream tar) throws IOException;
}
