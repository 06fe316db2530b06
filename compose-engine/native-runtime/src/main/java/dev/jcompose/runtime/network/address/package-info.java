/** Values: blocks of addresses and hardware addresses. */
@NullMarked
package dev.jcompose.runtime.network.address;

import org.jspecify.annotations.NullMarked;
