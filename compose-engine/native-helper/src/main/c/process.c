/* Who the process is and what it may do; namespaces' own settings; and the step into the command. */
#define _GNU_SOURCE
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* By the system call: signal(2) refuses 32 and 33, which posix_spawn(3) had ignored. */
void reset_signals(void) {
    static const struct { unsigned long words[4]; } as_by_default;
    for (int signal_number = 1; signal_number < NSIG; signal_number++)
        syscall(SYS_rt_sigaction, signal_number, &as_by_default, NULL, sizeof(uint64_t));
}

static int drop_bounding(uint64_t keep, struct failure *failure) {
    for (unsigned long capability = 0; capability < 64; capability++) {
        if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) < 0)
            break; /* beyond the last capability of this kernel */
        if (!(keep >> capability & 1) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
            return fail(failure, "drop capability %lu from the bounding set", capability);
    }
    return 0;
}

/* Permitted and effective; inheritable and ambient are always empty (CVE-2022-24769). */
static int set_capabilities(uint64_t mask, struct failure *failure) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2] = {
        {.permitted = (uint32_t)mask, .effective = (uint32_t)mask},
        {.permitted = (uint32_t)(mask >> 32), .effective = (uint32_t)(mask >> 32)},
    };
    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
        return fail(failure, "clear the ambient capabilities");
    if (syscall(SYS_capset, &header, data) < 0)
        return fail(failure, "set the capabilities %#llx", (unsigned long long)mask);
    return 0;
}

static int load_filter(struct field_reader *fields, struct failure *failure) {
    size_t length;
    const uint8_t *bytes = read_bytes(fields, &length);
    size_t count = length / sizeof(struct sock_filter);
    if (!bytes || count == 0 || count > BPF_MAXINSNS)
        return fail_with(failure, EPROTO, "read the seccomp filter");
    struct sock_filter *code = malloc(length);
    if (!code)
        return fail(failure, "load the seccomp filter");
    memcpy(code, bytes, length);
    struct sock_fprog program = {.len = (unsigned short)count, .filter = code};
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
    int error = errno;
    free(code);
    return result < 0 ? fail_with(failure, error, "load the seccomp filter of %zu instructions", count) : 0;
}

static int set_groups(struct field_reader *fields, struct failure *failure) {
    gid_t groups[256];
    uint64_t count = read_number(fields);
    if (count > sizeof groups / sizeof groups[0])
        return fail_with(failure, E2BIG, "set %llu supplementary groups", (unsigned long long)count);
    for (uint64_t i = 0; i < count; i++)
        groups[i] = (gid_t)read_number(fields);
    if (fields->bad)
        return fail_with(failure, EPROTO, "read the supplementary groups");
    return setgroups((size_t)count, groups) < 0 ? fail(failure, "set the supplementary groups") : 0;
}

static int set_ids(struct field_reader *fields, struct failure *failure) {
    uid_t uid = (uid_t)read_number(fields);
    gid_t gid = (gid_t)read_number(fields);
    if (fields->bad)
        return fail_with(failure, EPROTO, "read the user");
    if (setresgid(gid, gid, gid) < 0)
        return fail(failure, "become group %u", gid);
    /* Leaving uid 0 empties the permitted set, as Docker has it; the following capset only lowers further. */
    return setresuid(uid, uid, uid) < 0 ? fail(failure, "become user %u", uid) : 0;
}

static int set_limit(struct field_reader *fields, struct failure *failure) {
    unsigned resource = (unsigned)read_number(fields);
    struct rlimit limit = {.rlim_cur = read_number(fields)};
    limit.rlim_max = read_number(fields);
    if (fields->bad) /* no processor time at all would be the end of this process before it could say so */
        return fail_with(failure, EPROTO, "read a limit");
    if (setrlimit((__rlimit_resource_t)resource, &limit) < 0)
        return fail(failure, "error setting rlimit type %u", resource);
    return 0;
}

/* The right to do so is one of the host's, so this comes before a user namespace is entered. */
static int raise_limit(struct field_reader *fields, struct failure *failure) {
    unsigned resource = (unsigned)read_number(fields);
    rlim_t hard = read_number(fields);
    struct rlimit limit;
    if (fields->bad)
        return fail_with(failure, EPROTO, "read a limit");
    if (getrlimit((__rlimit_resource_t)resource, &limit) < 0)
        return fail(failure, "look at rlimit type %u", resource);
    if (hard <= limit.rlim_max)
        return 0;
    limit.rlim_max = hard;
    return setrlimit((__rlimit_resource_t)resource, &limit) < 0 ? fail(failure, "error setting rlimit type %u", resource) : 0;
}

/* Through the host's /proc, which no image has prepared (CVE-2025-52881). */
int set_label(int proc, const char *file, const char *label, struct failure *failure) {
    char path[64];
    size_t length = strlen(label);
    snprintf(path, sizeof path, "self/attr/%s", file);
    autoclose int fd = openat(proc, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, label, length) != (ssize_t)length)
        return fail(failure, "run the command as '%s' (/proc/self/attr/%s)", label, file);
    return 0;
}

/* Made inside the container's root, where the image may have put a link: getcwd tells if it led out (CVE-2024-21626). */
static int enter_directory(const char *path, struct failure *failure) {
    autoclose int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return fail(failure, "open the root directory");
    bool created;
    autoclose int directory = open_target(root, path, true, &created, failure);
    if (directory < 0)
        return -1;
    char actual[PATH_MAX];
    if (fchdir(directory) < 0)
        return fail(failure, "enter working directory '%s'", path);
    long length = syscall(SYS_getcwd, actual, sizeof actual);
    if (length < 0 || actual[0] != '/')
        return fail_with(failure, length < 0 ? errno : EXDEV, "stay inside the root with working directory '%s'", path);
    return 0;
}

static int set_sysctl(const char *path, const char *value, struct failure *failure) {
    autoclose int proc = open("/proc/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
    autoclose int file = proc < 0 ? -1 : open_in_root(proc, path, O_WRONLY);
    if (file < 0)
        return fail(failure, "open sysctl '%s'", path);
    size_t length = strlen(value);
    if (write(file, value, length) != (ssize_t)length)
        return fail(failure, "set sysctl '%s' to '%s'", path, value);
    return 0;
}

static int set_oom_score(const char *value, struct failure *failure) {
    autoclose int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, value, strlen(value)) < 0)
        return fail(failure, "set oom_score_adj to %s", value);
    return 0;
}

static int raise_loopback(struct failure *failure) {
    autoclose int sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo"};
    if (sock < 0 || ioctl(sock, SIOCGIFFLAGS, &request) < 0)
        return fail(failure, "look at the loopback device");
    request.ifr_flags = (short)(request.ifr_flags | IFF_UP);
    return ioctl(sock, SIOCSIFFLAGS, &request) < 0 ? fail(failure, "set the loopback device up") : 0;
}

static int join_keyring(const char *name, struct failure *failure) {
    long keyring = syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name, 0, 0, 0);
    /* Without keys in the kernel, or with the user's quota full, there is nothing to keep apart. */
    if (keyring < 0 && errno != ENOSYS && errno != EDQUOT)
        return fail(failure, "join session keyring '%s'", name);
    return 0;
}

/* No name is no wish to have none: whoever stands in the host's namespace would take the host's away. */
static int set_name(int (*set)(const char *, size_t), const char *what, const char *name, struct failure *failure) {
    if (!*name)
        return fail_with(failure, EPROTO, "read a %s", what);
    return set(name, strlen(name)) < 0 ? fail(failure, "set %s '%s'", what, name) : 0;
}

int process_operation(uint32_t code, struct field_reader *fields, struct failure *failure) {
    const char *text;
    switch (code) {
    case OP_HOSTNAME:
        return set_name(sethostname, "hostname", read_string(fields), failure);
    case OP_DOMAINNAME:
        return set_name(setdomainname, "domainname", read_string(fields), failure);
    case OP_KEYRING:
        return join_keyring(read_string(fields), failure);
    case OP_OOM_SCORE:
        return set_oom_score(read_string(fields), failure);
    case OP_SYSCTL:
        text = read_string(fields);
        return set_sysctl(text, read_string(fields), failure);
    case OP_LOOPBACK:
        return raise_loopback(failure);
    case OP_NAMESPACE_ROOT:
        return become_namespace_root(failure);
    case OP_RLIMIT_RAISE:
        return raise_limit(fields, failure);
    case OP_DIRECTORY:
        return enter_directory(read_string(fields), failure);
    case OP_RLIMIT:
        return set_limit(fields, failure);
    case OP_BOUNDING:
        return drop_bounding(read_number(fields), failure);
    case OP_SECCOMP:
        return load_filter(fields, failure);
    case OP_GROUPS:
        return set_groups(fields, failure);
    case OP_IDS:
        return set_ids(fields, failure);
    case OP_CAPABILITIES:
        return set_capabilities(read_number(fields), failure);
    case OP_NO_NEW_PRIVILEGES:
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
            return fail(failure, "forbid new privileges");
        return 0;
    case OP_UMASK:
        umask((mode_t)read_number(fields));
        return 0;
    default:
        return fail_with(failure, ENOSYS, "carry out operation %u", code);
    }
}

static const char *search_path(const char **environment) {
    for (; *environment; environment++) {
        if (strncmp(*environment, "PATH=", 5) == 0)
            return *environment + 5;
    }
    return "";
}

/* Looks the command up as a shell does, in the container's own PATH. Returns only on failure. */
static int exec_by_name(char **argv, const char **environment, struct failure *failure) {
    const char *name = argv[0];
    char **env = (char **)(uintptr_t)environment;
    if (strchr(name, '/')) {
        execve(name, argv, env);
        return fail(failure, "exec: \"%s\"", name);
    }
    int error = ENOENT;
    const char *at = search_path(environment);
    while (*name && *at) {
        size_t length = strcspn(at, ":");
        char candidate[PATH_MAX];
        int printed = snprintf(candidate, sizeof candidate, "%.*s/%s", (int)length, length ? at : ".", name);
        if (length == 0)
            printed = snprintf(candidate, sizeof candidate, "./%s", name);
        if (printed > 0 && (size_t)printed < sizeof candidate) {
            execve(candidate, argv, env);
            if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
                return fail(failure, "exec: \"%s\"", candidate);
            if (errno == EACCES)
                error = EACCES;
        }
        at += length + (at[length] == ':');
    }
    return error == ENOENT ? fail_with(failure, ENOENT, "exec: \"%s\": executable file not found in $PATH", name)
                           : fail_with(failure, error, "exec: \"%s\"", name);
}

int exec_command(struct field_reader *fields, struct failure *failure) {
    size_t count, variables;
    const char **command = read_strings(fields, &count);
    const char **environment = read_strings(fields, &variables);
    bool with_init = read_number(fields) != 0;
    char **argv = command ? calloc(count + 3, sizeof *argv) : NULL;
    if (fields->bad || count == 0 || !argv || !environment)
        return fail_with(failure, EPROTO, "read the command");
    /* Set again, because a change of user takes it away. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0)
        return fail(failure, "tie the command to its supervisor");
    size_t shift = with_init ? 2 : 0;
    for (size_t i = 0; i < count; i++)
        argv[i + shift] = (char *)(uintptr_t)command[i];
    if (!with_init)
        return exec_by_name(argv, environment, failure);
    static char init_name[] = "/sbin/docker-init", separator[] = "--";
    argv[0] = init_name;
    argv[1] = separator;
    /* The descriptor was opened before the root changed; see container_start. */
    syscall(SYS_execveat, helper_binary, "", argv, (char **)(uintptr_t)environment, AT_EMPTY_PATH);
    return fail(failure, "exec: the init process");
}
