@NullMarked
package dev.jcompose.engine.support;

import org.jspecify.annotations.NullMarked;
