/** What a command gets from its process: arguments, environment, streams, the terminal and signals. */
@NullMarked
package dev.jcompose.cli.terminal;

import org.jspecify.annotations.NullMarked;
