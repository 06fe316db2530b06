package dev.jcompose.runtime.launch.seccomp;

/**
 * What a filter does with a system call.
 *
 * @param code the value a seccomp program returns; see seccomp(2)
 */
record Action(int code) {
    static final Action ALLOW = new Action(0x7fff_0000);

    private static final int ERRNO = 0x0005_0000;

    /** The call is not made and fails with this error number. */
    static Action errno(int number) {
        return new Action(ERRNO | number);
    }
}
