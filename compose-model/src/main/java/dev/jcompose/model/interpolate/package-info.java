/** Variables: ${NAME:-default} in values, and .env files. */
@NullMarked
package dev.jcompose.model.interpolate;

import org.jspecify.annotations.NullMarked;
