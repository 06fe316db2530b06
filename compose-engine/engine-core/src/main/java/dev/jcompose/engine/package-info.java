/** The port: what every engine offers, in the planner's words. */
@NullMarked
package dev.jcompose.engine;

import org.jspecify.annotations.NullMarked;
