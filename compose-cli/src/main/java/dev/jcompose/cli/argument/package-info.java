/** The words of a command line: what a command declares, how it is parsed with picocli, and its help page. */
@NullMarked
package dev.jcompose.cli.argument;

import org.jspecify.annotations.NullMarked;
