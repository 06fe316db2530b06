/** Files that are elsewhere: in Git repositories, registries. */
@NullMarked
package dev.jcompose.model.remote;

import org.jspecify.annotations.NullMarked;
