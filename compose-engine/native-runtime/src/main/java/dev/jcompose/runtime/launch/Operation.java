package dev.jcompose.runtime.launch;

/** What the helper can do. The numbers are those of {@code enum opcode} in the helper's helper.h, which says more. */
enum Operation {
    EXIT_RECORD(1),
    LOG(2),
    STDIO(3),
    CGROUP(4),
    CGROUP_WRITE(5),
    CGROUP_DEVICES(6),
    OOM_COUNTER(7),
    CLONE(8),
    USER_NAMESPACE(9),
    SETNS(20),
    SETNS_FD(21),
    UNSHARE(22),
    AWAIT_CGROUP(23),
    HOSTNAME(24),
    DOMAINNAME(25),
    KEYRING(26),
    OOM_SCORE(27),
    SYSCTL(28),
    LOOPBACK(29),
    NAMESPACE_ROOT(30),
    RLIMIT_RAISE(31),
    LABEL(32),
    PROPAGATION(40),
    ROOT_OVERLAY(41),
    ROOT_DIRECTORY(42),
    MOUNT(43),
    BIND(44),
    MASK(45),
    READ_ONLY(46),
    NODE(47),
    SYMLINK(48),
    EMPTY_FILE(49),
    ROOT_READ_ONLY(50),
    PIVOT(51),
    ID_MAPPING(52),
    ID_MAP(53),
    STAGE_OVERLAY(54),
    STAGE_BIND(55),
    STAGE_MOUNT(56),
    STAGE_NODE(57),
    ATTACH(58),
    ATTACH_ROOT(59),
    CONSOLE(60),
    DIRECTORY(61),
    STREAMS(62),
    RLIMIT(63),
    BOUNDING(64),
    SECCOMP(65),
    GROUPS(66),
    IDS(67),
    CAPABILITIES(68),
    NO_NEW_PRIVILEGES(69),
    UMASK(70),
    EXEC(71);

    private final int code;

    Operation(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
