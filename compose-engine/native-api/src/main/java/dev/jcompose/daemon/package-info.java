/** The native engine's daemon: its main, its socket, when it leaves, and in which order it shuts down. */
@NullMarked
package dev.jcompose.daemon;

import org.jspecify.annotations.NullMarked;
