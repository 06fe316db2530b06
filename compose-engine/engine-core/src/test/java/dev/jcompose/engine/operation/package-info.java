@NullMarked
package dev.jcompose.engine.operation;

import org.jspecify.annotations.NullMarked;
