/** Walks a plan; it never decides. */
@NullMarked
package dev.jcompose.engine.execute;

import org.jspecify.annotations.NullMarked;
