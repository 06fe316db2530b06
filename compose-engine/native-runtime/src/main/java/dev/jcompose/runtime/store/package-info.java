/** The engine's state on disk: one root, one lock, one JSON file per record, replaced atomically. */
@NullMarked
package dev.jcompose.runtime.store;

import org.jspecify.annotations.NullMarked;
