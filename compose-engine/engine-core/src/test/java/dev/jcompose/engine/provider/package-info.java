@NullMarked
package dev.jcompose.engine.provider;

import org.jspecify.annotations.NullMarked;
