/** What a compose file may hold, attribute by attribute: types, and how values of several files are merged. The one table that reading, merging, checking and printing share. */
@NullMarked
package dev.jcompose.model.shape;

import org.jspecify.annotations.NullMarked;
