/** How planner, engine and screen name one thing. */
@NullMarked
package dev.jcompose.planner.resource;

import org.jspecify.annotations.NullMarked;
