/** Images: names, registries, layers and the content-addressed store that keeps them. */
@NullMarked
package dev.jcompose.runtime.image;

import org.jspecify.annotations.NullMarked;
