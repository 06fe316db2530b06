/**
 * HTTP/1.1 to a Docker Engine API socket: unix, TCP, TLS or through ssh.
 *
 * <p>It is our own because the stock transports of docker-java build an Apache client and a TLS context for every start,
 * even for a unix socket, and because attach and exec need the raw connection with half close. It knows no route of the API.
 */
@NullMarked
package dev.jcompose.engine.docker.transport;

import org.jspecify.annotations.NullMarked;
