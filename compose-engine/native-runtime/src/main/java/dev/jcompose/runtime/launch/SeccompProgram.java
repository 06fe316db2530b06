package dev.jcompose.runtime.launch;

/** A classic BPF program for seccomp(2), ready to be loaded: {@code struct sock_filter} in the machine's byte order. */
public final class SeccompProgram {
    private static final int INSTRUCTION_BYTES = 8;
    private static final int LIMIT = 4096;

    private final byte[] code;

    public SeccompProgram(byte[] code) {
        if (code.length == 0 || code.length % INSTRUCTION_BYTES != 0 || code.length > LIMIT * INSTRUCTION_BYTES) {
            throw new IllegalArgumentException(
                    "a seccomp program has 1 to " + LIMIT + " instructions of 8 bytes, not " + code.length + " bytes");
        }
        this.code = code.clone();
    }

    public byte[] code() {
        return code.clone();
    }

    /** Number of instructions. */
    public int length() {
        return code.length / INSTRUCTION_BYTES;
    }
}
