/**
 * A small strict HTTP/1.1 server on a Unix socket, with upgrade to raw streams. It knows no routes and no JSON.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
@NullMarked
package dev.jcompose.daemon.http;

import org.jspecify.annotations.NullMarked;
