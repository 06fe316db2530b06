/** Checked nodes to records. */
@NullMarked
package dev.jcompose.model.bind;

import org.jspecify.annotations.NullMarked;
