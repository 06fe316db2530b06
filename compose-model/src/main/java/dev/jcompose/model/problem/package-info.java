/** Positions in files, diagnostics and how they are shown. */
@NullMarked
package dev.jcompose.model.problem;

import org.jspecify.annotations.NullMarked;
