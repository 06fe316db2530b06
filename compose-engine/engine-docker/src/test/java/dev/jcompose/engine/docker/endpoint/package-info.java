@NullMarked
package dev.jcompose.engine.docker.endpoint;

import org.jspecify.annotations.NullMarked;
