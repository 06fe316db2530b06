@NullMarked
package dev.jcompose.planner.desired;

import org.jspecify.annotations.NullMarked;
