package dev.jcompose.runtime.launch.seccomp;

/**
 * What a filter does with a system call.
 *
 * @param code the value a seccomp program returns; see seccomp(2)
 */
record Action(int code) {
    static final Action ALLOW = new Action(0x7fff_0000);

    static final Action LOG = new Action(0x7ffc_0000);
    static final Action TRAP = new Action(0x0003_0000);
    static final Action KILL_THREAD = new Action(0);
    static final Action KILL_PROCESS = new Action(0x8000_0000);

    private static final int ERRNO = 0x0005_0000;
    private static final int TRACE = 0x7ff0_0000;

    /** The call is not made and fails with this error number. */
    static Action errno(int number) {
        return new Action(ERRNO | number);
    }

    /** The tracer is told, with this number; without a tracer the call fails with ENOSYS. */
    static Action trace(int number) {
        return new Action(TRACE | number);
    }
}
