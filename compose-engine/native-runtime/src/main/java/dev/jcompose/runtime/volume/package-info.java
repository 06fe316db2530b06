/** Volumes of the local driver, and filling an empty one from an image. */
@NullMarked
package dev.jcompose.runtime.volume;

import org.jspecify.annotations.NullMarked;
