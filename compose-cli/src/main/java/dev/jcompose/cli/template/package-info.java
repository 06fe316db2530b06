/** Lists in the formats of {@code --format}, among them the part of Go's text/template that it is used with. */
@NullMarked
package dev.jcompose.cli.template;

import org.jspecify.annotations.NullMarked;
