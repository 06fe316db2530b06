/** Asks an engine what exists. */
@NullMarked
package dev.jcompose.engine.observe;

import org.jspecify.annotations.NullMarked;
