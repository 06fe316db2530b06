package dev.jcompose.daemon.http;

/**
 * How much a client may send before it is refused.
 *
 * @param headBytes request line and headers together, in bytes; credentials for registries travel in a header
 * @param headers number of header lines
 * @param drainBytes what is read and thrown away of a body nobody asked for, before the connection is closed instead
 */
public record Limits(int headBytes, int headers, int drainBytes) {
    /** Enough for every client of the Engine API known. */
    public static final Limits DEFAULT = new Limits(64 * 1024, 128, 256 * 1024);
}
