@NullMarked
package dev.jcompose.engine.docker.transport;

import org.jspecify.annotations.NullMarked;
