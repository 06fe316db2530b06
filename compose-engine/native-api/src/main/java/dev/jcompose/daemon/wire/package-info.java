/** The JSON of the Engine API, one object of it per file. */
@NullMarked
package dev.jcompose.daemon.wire;

import org.jspecify.annotations.NullMarked;
