/** One class per command: options become a request, the request one operation, its result text. */
@NullMarked
package dev.jcompose.cli.command;

import org.jspecify.annotations.NullMarked;
