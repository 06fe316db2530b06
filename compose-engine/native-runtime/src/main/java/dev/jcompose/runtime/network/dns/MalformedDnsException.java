package dev.jcompose.runtime.network.dns;

/** Bytes that are no DNS query this server can read. */
final class MalformedDnsException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedDnsException(String message) {
        super(message);
    }
}
