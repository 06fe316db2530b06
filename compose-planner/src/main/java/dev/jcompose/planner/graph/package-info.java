/** The order of services. */
@NullMarked
package dev.jcompose.planner.graph;

import org.jspecify.annotations.NullMarked;
