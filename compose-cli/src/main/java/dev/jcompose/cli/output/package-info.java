/** Tables, JSON and units: how results look to people and to programs. */
@NullMarked
package dev.jcompose.cli.output;

import org.jspecify.annotations.NullMarked;
