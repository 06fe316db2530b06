/** The routes of the Engine API: decode, call the runtime, encode. */
@NullMarked
package dev.jcompose.daemon.route;

import org.jspecify.annotations.NullMarked;
