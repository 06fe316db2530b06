/** The way in: {@link dev.jcompose.model.load.ComposeLoader}. */
@NullMarked
package dev.jcompose.model.load;

import org.jspecify.annotations.NullMarked;
