@NullMarked
package dev.jcompose.engine.docker;

import org.jspecify.annotations.NullMarked;
