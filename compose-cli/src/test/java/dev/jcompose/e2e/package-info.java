/** The distribution as a user runs it: whole processes, real containers of the native engine. Needs root on Linux. */
@NullMarked
package dev.jcompose.e2e;

import org.jspecify.annotations.NullMarked;
