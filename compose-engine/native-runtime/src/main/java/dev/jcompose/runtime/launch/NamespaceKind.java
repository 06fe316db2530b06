package dev.jcompose.runtime.launch;

/** The kinds of namespaces, with their flags of clone(2). */
enum NamespaceKind {
    MOUNT(0x0002_0000),
    CGROUP(0x0200_0000),
    UTS(0x0400_0000),
    IPC(0x0800_0000),
    USER(0x1000_0000),
    PID(0x2000_0000),
    NETWORK(0x4000_0000);

    private final long flag;

    NamespaceKind(long flag) {
        this.flag = flag;
    }

    long flag() {
        return flag;
    }
}
