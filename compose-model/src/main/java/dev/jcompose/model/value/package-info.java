/** Values of compose files: sizes, modes, references; parsed and printed, one per file. */
@NullMarked
package dev.jcompose.model.value;

import org.jspecify.annotations.NullMarked;
