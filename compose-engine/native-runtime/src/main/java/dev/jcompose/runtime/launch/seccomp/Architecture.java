package dev.jcompose.runtime.launch.seccomp;

/** The machines whose system calls are known here. */
public enum Architecture {
    X86_64(0xc000003e, 1),
    AARCH64(0xc00000b7, 2);

    private final int audit;
    private final int column;

    Architecture(int audit, int column) {
        this.audit = audit;
        this.column = column;
    }

    /** As {@code struct seccomp_data} names it. */
    int audit() {
        return audit;
    }

    /** Its column in the table of system calls. */
    int column() {
        return column;
    }

    /**
     * The machine this runs on.
     *
     * @throws UnsupportedOperationException on any other
     */
    public static Architecture current() {
        var name = System.getProperty("os.arch", "unknown");
        return switch (name) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new UnsupportedOperationException("no table of system calls for " + name);
        };
    }
}
