/** Unknown keys, types, references, and what was probably meant. */
@NullMarked
package dev.jcompose.model.check;

import org.jspecify.annotations.NullMarked;
