/*
 * What a container must not be able to do, and what it must be able to: tries each, and prints the outcomes, one a line:
 * "name: ok", "name: ERRNO", or what there is to see.
 */
#define _GNU_SOURCE
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void outcome(const char *name, long result) {
    int error = errno;
    printf("%s: %s\n", name, result >= 0 ? "ok" : strerrorname_np(error));
}

#define SYS(call, ...) TRY(#call, syscall(SYS_##call, ##__VA_ARGS__))

static long in_child(long (*attempt)(void)) {
    int pipe_ends[2];
    long result[2] = {-1, ECHILD};
    if (pipe(pipe_ends) < 0)
        return -1;
    pid_t child = fork();
    if (child == 0) {
        result[0] = attempt();
        result[1] = errno;
        if (write(pipe_ends[1], result, sizeof result) < 0)
            _exit(1);
        _exit(0);
    }
    close(pipe_ends[1]);
    if (read(pipe_ends[0], result, sizeof result) < 0)
        result[1] = errno;
    close(pipe_ends[0]);
    waitpid(child, NULL, 0);
    errno = (int)result[1];
    return result[0];
}

long try_open(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd;
}

static long as_user(void) { return getuid() ? 0 : setresgid(1000, 1000, 1000) | setresuid(1000, 1000, 1000); }
static long come_back(void) { return setresuid(5, 5, 5) < 0 ? 0 : setresuid(0, 0, 0); }
static long trace_me(void) { return ptrace(PTRACE_TRACEME, 0, 0, 0); }
static long be_nice(void) { return setpriority(PRIO_PROCESS, 0, -5); }

static int namespace_kind;
static long leave_namespace(void) { return unshare(namespace_kind); }

/* Where these succeed, what they change is a mount namespace of the child's own. */
static void own_mounts(void) {
    if (unshare(CLONE_NEWNS) == 0)
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    errno = 0;
}

static long mount_tmpfs(void) { return own_mounts(), mount("none", "/tmp", "tmpfs", 0, NULL); }
static long mount_cgroup(void) { return own_mounts(), mount("none", "/tmp", "cgroup", 0, "memory"); }
static long bind_mount(void) { return own_mounts(), mount("/tmp", "/tmp", NULL, MS_BIND, NULL); }
static long unmount_proc(void) { return own_mounts(), umount2("/proc", MNT_DETACH); }
static long remount_root(void) { return own_mounts(), mount(NULL, "/", NULL, MS_REMOUNT, NULL); }
static long remount_sys(void) { return own_mounts(), mount(NULL, "/sys", NULL, MS_REMOUNT | MS_BIND, NULL); }
static long pivot(void) { return own_mounts(), syscall(SYS_pivot_root, "/", "/"); }

static long ping_as_user(void) {
    return as_user() < 0 ? -1 : socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
}

static long low_port_as_user(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(80)};
    int fd = as_user() < 0 ? -1 : socket(AF_INET, SOCK_STREAM, 0);
    return fd < 0 ? -1 : bind(fd, (struct sockaddr *)&address, sizeof address);
}

static long new_user_namespace_by_clone(void) {
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0)
        _exit(0);
    return pid;
}

static long raise_files(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_max++;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

static long own_network(void) {
    int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    return fd < 0 ? -1 : setns(fd, CLONE_NEWNET);
}

static long force_buffer(void) {
    int fd = socket(AF_INET, SOCK_DGRAM, 0), size = 1 << 20;
    return setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
}

/* Needs CAP_NET_ADMIN: the device is the namespace's own. */
static long set_link_up(void) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    return ioctl(fd, SIOCSIFFLAGS, &request);
}

static long write_oom_score(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    long result = fd < 0 ? -1 : write(fd, "-1", 2);
    close(fd);
    return result;
}

/* To what it is already: the machine's clock must not suffer where this is allowed. */
static long change_clock_rate(void) {
    struct timex change = {0};
    if (adjtimex(&change) < 0)
        return -1;
    change.modes = ADJ_FREQUENCY;
    return adjtimex(&change);
}

static long file_handle(void) {
    struct { struct file_handle handle; unsigned char space[MAX_HANDLE_SZ]; } file;
    int mount_id;
    file.handle.handle_bytes = MAX_HANDLE_SZ;
    return name_to_handle_at(AT_FDCWD, "/dev/shm", &file.handle, &mount_id, 0);
}

static long read_first_process(void) {
    char word[8];
    struct iovec here = {word, sizeof word}, there = {(void *)(uintptr_t)word, sizeof word};
    return process_vm_readv(1, &here, 1, &there, 1, 0);
}

static long make_node(const char *path, mode_t type, unsigned major_number, unsigned minor_number) {
    unlink(path);
    return mknod(path, type | 0600, makedev(major_number, minor_number));
}

static void node(const char *name, mode_t type, unsigned major_number, unsigned minor_number) {
    char path[64], label[64];
    snprintf(path, sizeof path, "/tmp/%s", name);
    snprintf(label, sizeof label, "mknod %s", name);
    TRY(label, make_node(path, type, major_number, minor_number));
    snprintf(label, sizeof label, "open %s", name);
    TRY(label, try_open(path, O_RDONLY));
    unlink(path);
}

static void mounts(void) {
    uint64_t arguments[8] = {0};
    TRY("mount", in_child(mount_tmpfs));
    TRY("mount cgroup", in_child(mount_cgroup));
    TRY("bind", in_child(bind_mount));
    TRY("umount /proc", in_child(unmount_proc));
    TRY("remount /", in_child(remount_root));
    TRY("remount /sys", in_child(remount_sys));
    SYS(fsopen, "tmpfs", 0);
    SYS(open_tree, AT_FDCWD, "/", 1);
    SYS(move_mount, -1, "", -1, "", 4);
    SYS(mount_setattr, AT_FDCWD, "/", 0, arguments, 32);
    TRY("pivot_root", in_child(pivot));
    TRY("chroot", chroot("/"));
}

static void namespaces(void) {
    static const struct { const char *name; int flag; } kinds[] = {
        {"user", CLONE_NEWUSER}, {"mount", CLONE_NEWNS}, {"net", CLONE_NEWNET}, {"pid", CLONE_NEWPID},
        {"uts", CLONE_NEWUTS},   {"ipc", CLONE_NEWIPC},  {"cgroup", CLONE_NEWCGROUP}, {"fs", CLONE_FS}};
    uint64_t arguments[8] = {0};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char name[32];
        snprintf(name, sizeof name, "unshare %s", kinds[i].name);
        namespace_kind = kinds[i].flag;
        TRY(name, in_child(leave_namespace));
    }
    TRY("clone user", in_child(new_user_namespace_by_clone));
    /* Without a signal at its end a plain fork: a child that it made would go on here. */
    long pid = syscall(SYS_clone3, arguments, sizeof arguments);
    if (pid == 0)
        _exit(0);
    outcome("clone3", pid);
    TRY("setns net", own_network());
    TRY("sethostname", sethostname("x", 1));
    TRY("setdomainname", setdomainname("x", 1));
}

/* None does anything where it is allowed: the arguments are wrong, or ask for what is there already. */
static void calls(void) {
    struct timespec never = {.tv_nsec = -1};
    SYS(clock_settime, CLOCK_REALTIME, &never);
    TRY("adjtimex", change_clock_rate());
    SYS(reboot, 0, 0, 0, 0);
    SYS(swapon, "/", 0);
    SYS(init_module, 0, 0, 0);
    SYS(finit_module, -1, "", 0);
    SYS(delete_module, "", O_NONBLOCK);
    SYS(kexec_load, 0, 0, 0, ~0ul);
    SYS(bpf, 0, 0, 0);
    SYS(perf_event_open, 0, 0, 0, 0, 0);
    SYS(userfaultfd, 0);
    SYS(io_uring_setup, 1, 0);
    SYS(keyctl, 0, 0, 0, 0, 0);
    SYS(add_key, 0, 0, 0, 0, 0);
    SYS(request_key, 0, 0, 0, 0);
    TRY("name_to_handle_at", file_handle());
    SYS(open_by_handle_at, 0, 0, 0);
    SYS(syslog, 3, 0, 0);
    SYS(acct, "/nosuch/file");
    SYS(quotactl, 0, 0, 0, 0);
    SYS(kcmp, 0, 0, 0, 0, 0);
    SYS(vhangup);
    SYS(mbind, 0, 0, 0, 0, 0, 0);
    SYS(get_mempolicy, 0, 0, 0, 0, 0);
    SYS(lookup_dcookie, 0, 0, 0);
    SYS(fanotify_init, 0, 0);
#ifdef __x86_64__
    SYS(iopl, 3);
    SYS(ioperm, 0, 1, 1);
    TRY("x32 getpid", syscall(0x40000000 | SYS_getpid));
#endif
    TRY("ptrace", in_child(trace_me));
    TRY("process_vm_readv", read_first_process());
    TRY("personality change", personality(ADDR_NO_RANDOMIZE));
    TRY("personality query", personality(0xffffffff));
    TRY("syscall 600", syscall(600));
    TRY("syscall 999", syscall(999));
}

static void sockets(void) {
    TRY("vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
    TRY("alg", socket(AF_ALG, SOCK_SEQPACKET, 0));
    TRY("raw icmp", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    TRY("packet", socket(AF_PACKET, SOCK_RAW, 0));
    TRY("ping as user", in_child(ping_as_user));
    TRY("port 80 as user", in_child(low_port_as_user));
    TRY("sndbufforce", force_buffer());
    TRY("link up", set_link_up());
}

static void limits(void) {
    TRY("nice", in_child(be_nice));
    TRY("raise nofile", in_child(raise_files));
    TRY("oom_score_adj", in_child(write_oom_score));
    TRY("setresuid back", in_child(come_back));
    TRY("tiocsti", ioctl(0, TIOCSTI, "x"));
}

static void files(void) {
    TRY("kmsg", try_open("/proc/kmsg", O_RDONLY));
    TRY("dev kmsg", try_open("/dev/kmsg", O_RDONLY));
    TRY("core_pattern", try_open("/proc/sys/kernel/core_pattern", O_WRONLY));
    TRY("drop_caches", try_open("/proc/sys/vm/drop_caches", O_WRONLY));
    TRY("ip_forward", try_open("/proc/sys/net/ipv4/ip_forward", O_WRONLY));
    TRY("sysrq", try_open("/proc/sysrq-trigger", O_WRONLY));
    TRY("irq", try_open("/proc/irq/default_smp_affinity", O_WRONLY));
    TRY("ksm", try_open("/sys/kernel/mm/ksm/run", O_WRONLY));
    TRY("power", try_open("/sys/power/state", O_WRONLY));
    static const char *const cgroup_files[] = {
        "cgroup.procs", "memory/cgroup.procs", "memory/memory.limit_in_bytes", "memory/release_agent",
        "devices/devices.allow", "devices/release_agent"};
    for (size_t i = 0; i < sizeof cgroup_files / sizeof cgroup_files[0]; i++) {
        char path[128], name[128];
        snprintf(path, sizeof path, "/sys/fs/cgroup/%s", cgroup_files[i]);
        snprintf(name, sizeof name, "cgroup %s", cgroup_files[i]);
        TRY(name, try_open(path, O_WRONLY));
    }
    TRY("write /", try_open("/new", O_WRONLY | O_CREAT));
    TRY("write /dev/shm", try_open("/dev/shm/new", O_WRONLY | O_CREAT));
}

void isolation(void) {
    mounts();
    namespaces();
    calls();
    sockets();
    node("null", S_IFCHR, 1, 3);
    node("mem", S_IFCHR, 1, 1);
    node("disk", S_IFBLK, 254, 0);
    node("fuse", S_IFCHR, 10, 229);
    node("tun", S_IFCHR, 10, 200);
    limits();
    files();
}
