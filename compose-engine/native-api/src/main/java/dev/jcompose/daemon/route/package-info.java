/** The routes of the Docker Engine API: decode the request, call the runtime, encode the answer. */
@NullMarked
package dev.jcompose.daemon.route;

import org.jspecify.annotations.NullMarked;
