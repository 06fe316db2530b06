/** How warnings and errors look: diagnostics with their line, failures in one sentence. */
@NullMarked
package dev.jcompose.cli.problem;

import org.jspecify.annotations.NullMarked;
