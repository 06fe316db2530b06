/** The JSON of the Docker Engine API, one file per object; nothing here acts. */
@NullMarked
package dev.jcompose.daemon.wire;

import org.jspecify.annotations.NullMarked;
