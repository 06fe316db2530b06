/**
 * From a fully resolved description of a container to a running, supervised, isolated process: {@link
 * dev.jcompose.runtime.launch.LaunchSpec} in, {@link dev.jcompose.runtime.launch.Supervised} out. Java decides, as a
 * list of operations; the native helper carries them out and stays behind as the parent of the container's first process.
 */
@NullMarked
package dev.jcompose.runtime.launch;

import org.jspecify.annotations.NullMarked;
