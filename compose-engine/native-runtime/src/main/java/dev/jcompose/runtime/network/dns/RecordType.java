package dev.jcompose.runtime.network.dns;

/** Numbers of the record types that are answered here; all others are forwarded. */
final class RecordType {
    static final int A = 1;
    static final int PTR = 12;
    static final int MX = 15;
    static final int AAAA = 28;
    static final int SRV = 33;

    private RecordType() {}
}
