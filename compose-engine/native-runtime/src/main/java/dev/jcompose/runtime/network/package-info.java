/** Networks, addresses, network namespaces, published ports and name resolution of containers. */
@NullMarked
package dev.jcompose.runtime.network;

import org.jspecify.annotations.NullMarked;
