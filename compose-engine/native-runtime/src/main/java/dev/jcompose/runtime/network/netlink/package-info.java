/** Netlink messages, their transport, and links, addresses and routes over it. */
@NullMarked
package dev.jcompose.runtime.network.netlink;

import org.jspecify.annotations.NullMarked;
