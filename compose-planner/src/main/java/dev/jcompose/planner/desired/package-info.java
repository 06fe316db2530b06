/** What the model wants to exist: names, labels and fingerprints are settled here. */
@NullMarked
package dev.jcompose.planner.desired;

import org.jspecify.annotations.NullMarked;
