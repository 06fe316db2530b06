/** nf_tables transactions and connection tracking over netlink. */
@NullMarked
package dev.jcompose.runtime.network.nft;

import org.jspecify.annotations.NullMarked;
