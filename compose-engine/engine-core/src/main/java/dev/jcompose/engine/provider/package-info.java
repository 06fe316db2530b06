/** The programs that run services in place of containers. */
@NullMarked
package dev.jcompose.engine.provider;

import org.jspecify.annotations.NullMarked;
