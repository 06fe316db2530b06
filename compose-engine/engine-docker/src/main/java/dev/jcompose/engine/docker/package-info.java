/**
 * The adapter from the engine port to any Docker Engine API: dockerd, podman, and the bundled native engine alike.
 *
 * <p>Writes go through docker-java's commands; what is read often is parsed as a stream into the port's records.
 */
@NullMarked
package dev.jcompose.engine.docker;

import org.jspecify.annotations.NullMarked;
