/** Files into and out of containers as tar streams, running or not; no path leads outside the container's root. */
@NullMarked
package dev.jcompose.runtime.archive;

import org.jspecify.annotations.NullMarked;
