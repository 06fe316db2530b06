/** What exists, in the words the planner needs. */
@NullMarked
package dev.jcompose.planner.observed;

import org.jspecify.annotations.NullMarked;
