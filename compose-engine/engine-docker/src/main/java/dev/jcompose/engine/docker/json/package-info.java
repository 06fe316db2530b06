/** Reading JSON as a stream: no tree, no binding, so that a listing costs little more than its bytes. */
@NullMarked
package dev.jcompose.engine.docker.json;

import org.jspecify.annotations.NullMarked;
