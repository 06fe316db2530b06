/** The name server that each container has at 127.0.0.11: its messages, its answers, and what it asks others. */
@NullMarked
package dev.jcompose.runtime.network.dns;

import org.jspecify.annotations.NullMarked;
