/** The steps that turn observed into desired, the reason of each, and who waits for whom. */
@NullMarked
package dev.jcompose.planner.plan;

import org.jspecify.annotations.NullMarked;
