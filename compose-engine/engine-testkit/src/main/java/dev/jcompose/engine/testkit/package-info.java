@org.jspecify.annotations.NullMarked
package dev.jcompose.engine.testkit;
