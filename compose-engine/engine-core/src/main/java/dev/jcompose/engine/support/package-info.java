/** What engines do not do of what a Compose file can ask for, and where a project asks for it. */
@NullMarked
package dev.jcompose.engine.support;

import org.jspecify.annotations.NullMarked;
