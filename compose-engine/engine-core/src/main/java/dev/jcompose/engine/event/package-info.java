/** What happens while an operation runs: facts for a screen, no display text. */
@NullMarked
package dev.jcompose.engine.event;

import org.jspecify.annotations.NullMarked;
