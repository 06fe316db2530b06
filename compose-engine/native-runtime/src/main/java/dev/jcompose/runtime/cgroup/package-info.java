/** Control groups: where a container's limits are written on a v1, v2 or hybrid host, its usage, freezing and killing. */
@NullMarked
package dev.jcompose.runtime.cgroup;

import org.jspecify.annotations.NullMarked;
