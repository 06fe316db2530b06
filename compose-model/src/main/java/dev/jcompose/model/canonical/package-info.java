/** Short syntaxes to long ones, defaults, absolute paths: after it, every attribute has one form. */
@NullMarked
package dev.jcompose.model.canonical;

import org.jspecify.annotations.NullMarked;
