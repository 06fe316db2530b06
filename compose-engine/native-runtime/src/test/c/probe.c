/*
 * The only program of the test containers: does one small thing as its first argument says, or, as "isolation", tries what a
 * container must not be able to do and prints the outcome of each attempt, one a line: "name: ok" or "name: ERRNO".
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void outcome(const char *name, long result) {
    int error = errno;
    printf("%s: %s\n", name, result >= 0 ? "ok" : strerrorname_np(error));
}

#define TRY(name, call) (errno = 0, outcome(name, (long)(call)))
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

static long try_open(const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
    return fd;
}

static long as_user(void) { return setresgid(1000, 1000, 1000) | setresuid(1000, 1000, 1000); }
static long come_back(void) { return setresuid(5, 5, 5) < 0 ? 0 : setresuid(0, 0, 0); }
static long trace_me(void) { return ptrace(PTRACE_TRACEME, 0, 0, 0); }

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

static long write_oom_score(void) {
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    long result = fd < 0 ? -1 : write(fd, "-1", 2);
    close(fd);
    return result;
}

static long change_clock_rate(void) {
    struct timex change = {.modes = ADJ_FREQUENCY};
    return adjtimex(&change);
}

static long node_and_open(const char *path, mode_t type, unsigned major_number, unsigned minor_number) {
    unlink(path);
    if (mknod(path, type | 0600, makedev(major_number, minor_number)) < 0)
        return -1;
    long result = try_open(path, O_RDONLY);
    int error = errno;
    unlink(path);
    errno = error;
    return result;
}

static void isolation(void) {
    struct timespec now = {0};
    uint64_t arguments[8] = {0};
    TRY("mount", mount("none", "/tmp", "tmpfs", 0, NULL));
    TRY("bind", mount("/tmp", "/tmp", NULL, MS_BIND, NULL));
    TRY("umount /proc", umount2("/proc", MNT_DETACH));
    TRY("remount /", mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY, NULL));
    TRY("remount /sys", mount(NULL, "/sys", NULL, MS_REMOUNT | MS_BIND, NULL));
    SYS(fsopen, "tmpfs", 0);
    SYS(open_tree, AT_FDCWD, "/", 1);
    SYS(move_mount, -1, "", -1, "", 4);
    SYS(mount_setattr, AT_FDCWD, "/", 0, arguments, 32);
    SYS(pivot_root, "/", "/");
    TRY("chroot", chroot("/"));
    static const struct { const char *name; int flag; } kinds[] = {
        {"user", CLONE_NEWUSER}, {"mount", CLONE_NEWNS}, {"net", CLONE_NEWNET}, {"pid", CLONE_NEWPID},
        {"uts", CLONE_NEWUTS},   {"ipc", CLONE_NEWIPC},  {"cgroup", CLONE_NEWCGROUP}, {"fs", CLONE_FS}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char name[32];
        snprintf(name, sizeof name, "unshare %s", kinds[i].name);
        TRY(name, unshare(kinds[i].flag));
    }
    TRY("clone user", new_user_namespace_by_clone());
    SYS(clone3, arguments, 64);
    TRY("setns net", own_network());
    TRY("sethostname", sethostname("x", 1));
    TRY("setdomainname", setdomainname("x", 1));
    TRY("clock_settime", clock_settime(CLOCK_REALTIME, &now));
    TRY("adjtimex", change_clock_rate());
    SYS(reboot, 0, 0, 0, 0);
    SYS(swapon, "/", 0);
    SYS(init_module, 0, 0, 0);
    SYS(kexec_load, 0, 0, 0, 0);
    SYS(bpf, 0, 0, 0);
    SYS(perf_event_open, 0, 0, 0, 0, 0);
    SYS(userfaultfd, 0);
    SYS(io_uring_setup, 1, 0);
    SYS(keyctl, 0, 0, 0, 0, 0);
    SYS(add_key, 0, 0, 0, 0, 0);
    SYS(request_key, 0, 0, 0, 0);
    SYS(open_by_handle_at, 0, 0, 0);
    SYS(syslog, 3, 0, 0);
    SYS(acct, 0);
    SYS(quotactl, 0, 0, 0, 0);
    SYS(kcmp, 0, 0, 0, 0, 0);
    SYS(vhangup);
    SYS(mbind, 0, 0, 0, 0, 0, 0);
    SYS(fanotify_init, 0, 0);
    TRY("ptrace", in_child(trace_me));
    TRY("personality change", personality(ADDR_NO_RANDOMIZE));
    TRY("personality query", personality(0xffffffff));
    TRY("syscall 600", syscall(600));
    TRY("syscall 999", syscall(999));
    TRY("vsock", socket(AF_VSOCK, SOCK_STREAM, 0));
    TRY("alg", socket(AF_ALG, SOCK_SEQPACKET, 0));
    TRY("raw icmp", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    TRY("packet", socket(AF_PACKET, SOCK_RAW, 0));
    TRY("ping as user", in_child(ping_as_user));
    TRY("port 80 as user", in_child(low_port_as_user));
    TRY("sndbufforce", force_buffer());
    TRY("mknod null", node_and_open("/tmp/null", S_IFCHR, 1, 3));
    TRY("open mem", node_and_open("/tmp/mem", S_IFCHR, 1, 1));
    TRY("open disk", node_and_open("/tmp/disk", S_IFBLK, 254, 0));
    TRY("open fuse", node_and_open("/tmp/fuse", S_IFCHR, 10, 229));
    errno = 0;
    TRY("nice", setpriority(PRIO_PROCESS, 0, -5));
    TRY("raise nofile", raise_files());
    TRY("oom_score_adj", write_oom_score());
    TRY("setresuid back", in_child(come_back));
    TRY("kmsg", try_open("/proc/kmsg", O_RDONLY));
    TRY("core_pattern", try_open("/proc/sys/kernel/core_pattern", O_WRONLY));
    TRY("ip_forward", try_open("/proc/sys/net/ipv4/ip_forward", O_WRONLY));
    TRY("sysrq", try_open("/proc/sysrq-trigger", O_WRONLY));
    TRY("ksm", try_open("/sys/kernel/mm/ksm/run", O_WRONLY));
    TRY("dev kmsg", try_open("/dev/kmsg", O_RDONLY));
    TRY("cgroup procs", try_open("/sys/fs/cgroup/memory/cgroup.procs", O_WRONLY));
    TRY("cgroup limit", try_open("/sys/fs/cgroup/memory/memory.limit_in_bytes", O_WRONLY));
    TRY("write /", try_open("/new", O_WRONLY | O_CREAT));
    TRY("write /dev/shm", try_open("/dev/shm/new", O_WRONLY | O_CREAT));
}

static void list(const char *path) {
    DIR *directory = opendir(path);
    struct dirent *entry;
    int own = directory ? dirfd(directory) : -1;
    while (directory && (entry = readdir(directory))) {
        if (entry->d_name[0] != '.' && (strcmp(path, "/proc/self/fd") != 0 || atoi(entry->d_name) != own))
            printf("%s\n", entry->d_name);
    }
    if (directory)
        closedir(directory);
    else
        printf("%s\n", strerrorname_np(errno));
}

static void copy(int from) {
    char buffer[65536];
    ssize_t length;
    while ((length = read(from, buffer, sizeof buffer)) > 0) {
        for (ssize_t done = 0; done < length;) {
            ssize_t written = write(1, buffer + done, (size_t)(length - done));
            if (written < 0)
                exit(1);
            done += written;
        }
    }
}

static void identity(void) {
    gid_t groups[64];
    int count = getgroups(64, groups);
    char host[64] = "", directory[256] = "";
    gethostname(host, sizeof host);
    printf("pid=%d uid=%u gid=%u groups=", getpid(), getuid(), getgid());
    for (int i = 0; i < count; i++)
        printf(i ? ",%u" : "%u", groups[i]);
    mode_t mask = umask(0);
    printf(" host=%s cwd=%s umask=%03o\n", host, getcwd(directory, sizeof directory), mask);
}

/* A grandchild in a session of its own, which only the end of the pid namespace can kill. */
static void leave_a_daemon(void) {
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            for (;;)
                pause();
        }
        _exit(0);
    }
    wait(NULL);
}

static void flood(long bytes) {
    static char block[4096];
    memset(block, 'x', sizeof block);
    for (long done = 0; done < bytes; done += (long)sizeof block) {
        if (write(1, block, sizeof block) != sizeof block)
            exit(1);
    }
}

static void eat(long megabytes) {
    for (long i = 0; i < megabytes; i++)
        memset(mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 1, 1 << 20);
}

static void spawn_until_refused(void) {
    for (int i = 0; i < 1000; i++) {
        pid_t child = fork();
        if (child < 0) {
            printf("%d %s\n", i, strerrorname_np(errno));
            return;
        }
        if (child == 0) {
            for (;;)
                pause();
        }
    }
}

/* Not through stdio: the signal may interrupt a flush, whose text would then be written twice. */
static void on_signal(int number) {
    char line[] = "signal 00\n";
    line[7] = (char)('0' + number / 10);
    line[8] = (char)('0' + number % 10);
    _exit(write(1, line, sizeof line - 1) == sizeof line - 1 ? number : 98);
}

static void terminal(void) {
    struct winsize size = {0};
    ioctl(0, TIOCGWINSZ, &size);
    printf("%s %s %d %d\n", isatty(0) && isatty(1) && isatty(2) ? "tty" : "no tty", ttyname(0), size.ws_row, size.ws_col);
}

/* Each argument is a step, its own argument after a colon. */
static void step(char *text) {
    char *colon = strchr(text, ':');
    const char *argument = colon ? colon + 1 : "";
    if (colon)
        *colon = '\0';
    if (!strcmp(text, "isolation")) isolation();
    else if (!strcmp(text, "list")) list(argument);
    else if (!strcmp(text, "cat")) copy(*argument ? open(argument, O_RDONLY | O_CLOEXEC) : 0);
    else if (!strcmp(text, "identity")) identity();
    else if (!strcmp(text, "out")) printf("%s\n", argument);
    else if (!strcmp(text, "err")) fprintf(stderr, "%s\n", argument);
    else if (!strcmp(text, "env")) for (char **e = environ; *e; e++) printf("%s\n", *e);
    else if (!strcmp(text, "daemon")) leave_a_daemon();
    else if (!strcmp(text, "flood")) flood(atol(argument));
    else if (!strcmp(text, "eat")) eat(atol(argument));
    else if (!strcmp(text, "forks")) spawn_until_refused();
    else if (!strcmp(text, "write")) TRY(argument, try_open(argument, O_WRONLY | O_CREAT));
    else if (!strcmp(text, "trap")) signal(atoi(argument), on_signal);
    else if (!strcmp(text, "terminal")) terminal();
    else if (!strcmp(text, "wait")) for (;;) pause();
    else if (!strcmp(text, "segv")) kill(getpid(), SIGSEGV);
    else if (!strcmp(text, "exit")) exit(atoi(argument));
    else exit(99);
    fflush(stdout);
}

int main(int count, char **arguments) {
    for (int i = 1; i < count; i++)
        step(arguments[i]);
    return 0;
}
