package dev.jcompose.runtime.network;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Carries bytes between a bound port of the host and a container, on virtual threads. */
sealed interface Relay extends AutoCloseable permits TcpRelay, UdpRelay {

    /** Whose packets are carried. */
    enum Admission {
        ALL,
        IPV6_ONLY;

        boolean admits(InetAddress client) {
            return this == ALL || !(client instanceof Inet4Address);
        }
    }

    int localPort();

    /** Frees the port; connections that are open go on until one side ends them. */
    @Override
    void close();
}
