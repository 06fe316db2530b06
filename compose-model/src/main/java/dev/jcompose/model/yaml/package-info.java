/** YAML text to nodes with positions; only this package sees the parser. */
@NullMarked
package dev.jcompose.model.yaml;

import org.jspecify.annotations.NullMarked;
