/**
 * The life of containers: created, started, watched, restarted, stopped, removed, and found again by the next daemon.
 *
 * <p>Configurations are kept, on disk as well, in the words of the Docker Engine API: they are what an API hands over and
 * asks back, and people who look into a state file know them.
 */
@NullMarked
package dev.jcompose.runtime.container;

import org.jspecify.annotations.NullMarked;
