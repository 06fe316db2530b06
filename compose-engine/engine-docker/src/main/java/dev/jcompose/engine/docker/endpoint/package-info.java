/** Which engine a command talks to and why, and the start of the bundled native one. */
@NullMarked
package dev.jcompose.engine.docker.endpoint;

import org.jspecify.annotations.NullMarked;
