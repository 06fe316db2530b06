/** The progress of an operation: events become a screen (data), the screen becomes lines for a terminal, a log or a program. */
@NullMarked
package dev.jcompose.cli.progress;

import org.jspecify.annotations.NullMarked;
