@NullMarked
package dev.jcompose.engine.docker.config;

import org.jspecify.annotations.NullMarked;
