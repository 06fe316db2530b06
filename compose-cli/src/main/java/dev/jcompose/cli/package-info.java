/** The way in: {@link dev.jcompose.cli.Main} reads the command line, runs one command and maps failures to exit codes. */
@NullMarked
package dev.jcompose.cli;

import org.jspecify.annotations.NullMarked;
