/** What a user sets once for all projects. */
@NullMarked
package dev.jcompose.cli.settings;

import org.jspecify.annotations.NullMarked;
