@org.jspecify.annotations.NullMarked
package dev.jcompose.runtime;
