/** Overrides: what several files, or an extended service, say together; positions survive. */
@NullMarked
package dev.jcompose.model.merge;

import org.jspecify.annotations.NullMarked;
