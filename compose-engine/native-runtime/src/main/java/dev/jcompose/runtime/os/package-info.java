/**
 * Bindings to the Linux kernel and the C library through the foreign function interface: the only package that imports
 * {@code java.lang.foreign}. One class per subject; one typed method per call; every failure is an {@link
 * dev.jcompose.runtime.os.ErrnoException} with the errno of that very call.
 */
@NullMarked
package dev.jcompose.runtime.os;

import org.jspecify.annotations.NullMarked;
