/** The records of a Compose project. */
@NullMarked
package dev.jcompose.model;

import org.jspecify.annotations.NullMarked;
