/** The files of Docker's own client: its settings, contexts and registry credentials. Read only. */
@NullMarked
package dev.jcompose.engine.docker.config;

import org.jspecify.annotations.NullMarked;
