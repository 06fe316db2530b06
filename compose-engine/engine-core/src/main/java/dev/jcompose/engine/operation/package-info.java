/** One class an operation: a request in, a result out. */
@NullMarked
package dev.jcompose.engine.operation;

import org.jspecify.annotations.NullMarked;
