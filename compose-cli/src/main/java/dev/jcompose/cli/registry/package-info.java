/** Compose files and digests of images, read from registries without an engine. */
@NullMarked
package dev.jcompose.cli.registry;

import org.jspecify.annotations.NullMarked;
