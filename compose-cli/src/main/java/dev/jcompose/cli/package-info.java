@org.jspecify.annotations.NullMarked
package dev.jcompose.cli;
