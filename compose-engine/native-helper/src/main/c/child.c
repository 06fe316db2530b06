/* The child's side of a start: from OP_CLONE on, or OP_USER_NAMESPACE, until it is the command. */
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void tell(int sync, const struct message *message, int fd) {
    struct iovec content = {.iov_base = (void *)(uintptr_t)message, .iov_len = sizeof *message};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr header = {.msg_iov = &content, .msg_iovlen = 1};
    if (fd >= 0) {
        header.msg_control = &control;
        header.msg_controllen = sizeof control;
        struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(rights), &fd, sizeof fd);
    }
    while (sendmsg(sync, &header, MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

int join_namespace(struct field_reader *fields, struct failure *failure) {
    const char *path = read_string(fields);
    int kind = (int)read_number(fields);
    autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(failure, "open namespace '%s'", path);
    return setns(fd, kind) < 0 ? fail(failure, "join namespace '%s'", path) : 0;
}

int join_namespaces_of(struct field_reader *fields, struct failure *failure) {
    int fd = (int)read_number(fields);
    int kinds = (int)read_number(fields);
    return setns(fd, kinds) < 0 ? fail(failure, "join the container's namespaces") : 0;
}

static int open_console(struct child *child, bool bind_it, struct failure *failure) {
    struct container *container = child->container;
    autoclose int master = -1;
    int slave = -1;
    if (terminal_open(&master, &slave, container->owner, container->rows, container->columns, failure) < 0)
        return -1;
    if (bind_it && terminal_bind_console(slave, failure) < 0)
        return -1;
    struct message message = {.news = NEWS_TERMINAL};
    tell(child->sync, &message, master);
    for (int i = 0; i < 3; i++)
        child->streams[i] = slave;
    return 0;
}

/* Where there is no input, what reads as empty: never the host's /dev/null, whose mode the command could change. */
static int open_no_input(void) {
    int ends[2];
    autoclose int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    /* It may be anything by now, a pipe without a writer for one. */
    int null = open_null(root, O_RDONLY | O_NONBLOCK);
    if (null >= 0 && fcntl(null, F_SETFL, 0) == 0)
        return null;
    close_fd(&null);
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    close(ends[1]);
    return ends[0];
}

static int install_streams(struct child *child, struct failure *failure) {
    if (child->container->stdio & STDIO_TERMINAL && ioctl(child->streams[0], TIOCSCTTY, 0) < 0)
        return fail(failure, "take the terminal");
    if (child->streams[0] < 0 && (child->streams[0] = open_no_input()) < 0)
        return fail(failure, "open an empty standard input");
    for (int i = 0; i < 3; i++) {
        /* All of them are above 2, so no one is overwritten before it was copied. */
        if (dup2(child->streams[i], i) < 0)
            return fail(failure, "install standard stream %d", i);
    }
    if (syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) < 0)
        return fail(failure, "keep descriptors from the command");
    reset_signals();
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL) < 0 ? fail(failure, "unblock signals") : 0;
}

static int await_cgroup(struct child *child, struct failure *failure) {
    char go;
    while (!child->attached) {
        ssize_t length = recv(child->sync, &go, 1, 0);
        if (length == 0 || (length < 0 && errno != EINTR))
            return fail_with(failure, ECHILD, "wait for the supervisor");
        child->attached = length == 1;
    }
    return 0;
}

static int child_operation(struct child *child, struct operation *operation, struct failure *failure) {
    struct field_reader *fields = &operation->fields;
    switch (operation->code) {
    case OP_SETNS:
        return join_namespace(fields, failure);
    case OP_SETNS_FD:
        return join_namespaces_of(fields, failure);
    case OP_UNSHARE:
        return unshare((int)read_number(fields)) < 0 ? fail(failure, "make a namespace") : 0;
    case OP_AWAIT_CGROUP:
        return await_cgroup(child, failure);
    case OP_CONSOLE:
        return open_console(child, read_number(fields) != 0, failure);
    case OP_STREAMS:
        return install_streams(child, failure);
    case OP_LABEL: {
        const char *file = read_string(fields);
        return set_label(child->container->mounts.proc, file, read_string(fields), failure);
    }
    case OP_EXEC:
        return exec_command(fields, failure);
    default:
        return operation->code >= OP_PROPAGATION && operation->code <= OP_ATTACH_ROOT
                   ? mount_operation(&child->container->mounts, operation->code, fields, failure)
                   : process_operation(operation->code, fields, failure);
    }
}

/* Carries out operations up to one with the code `last`, -1: none. Returns its index, or -1. */
static int64_t child_operations(struct child *child, uint32_t from, int64_t last, struct failure *failure) {
    struct record *record = &child->container->record;
    for (uint32_t i = from; i < record->count; i++) {
        struct operation *operation = &record->operations[i];
        failure->operation = i;
        if (operation->code == last)
            return i;
        if (child_operation(child, operation, failure) < 0)
            return -1;
        if (operation->fields.bad)
            return fail_with(failure, EPROTO, "read the fields of operation %u", operation->code);
    }
    return fail_with(failure, EPROTO, "find a command in the record");
}

/* Whoever kills the supervisor kills the container: nothing runs unsupervised. */
static int begin_child(struct child *child, struct failure *failure) {
    umask(0022);
    return prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 ? fail(failure, "tie the process to its supervisor")
                                                : mounts_begin(&child->container->mounts, failure);
}

static _Noreturn void end_child(struct child *child, struct message *message) {
    tell(child->sync, message, -1);
    _exit(126);
}

_Noreturn void child_main(struct child *child, uint32_t from) {
    struct message message = {.news = NEWS_FAILURE};
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || setsid() < 0)
        fail(&message.failure, "begin a session");
    else if (child->container->mounts.proc >= 0 || begin_child(child, &message.failure) == 0)
        child_operations(child, from, -1, &message.failure);
    end_child(child, &message);
}

_Noreturn void passage_main(struct child *child, uint32_t from, int report) {
    struct message message = {.news = NEWS_FAILURE};
    struct container *container = child->container;
    int64_t at = begin_child(child, &message.failure) < 0
                     ? -1
                     : child_operations(child, from, OP_CLONE, &message.failure);
    if (at < 0)
        end_child(child, &message);
    struct field_reader *fields = &container->record.operations[at].fields;
    pid_t pid = clone_into_user_namespace(container->user_namespace, read_number(fields), &message.failure);
    if (pid < 0)
        end_child(child, &message);
    if (pid == 0)
        child_main(child, (uint32_t)at + 1);
    _exit(write(report, &pid, sizeof pid) == sizeof pid ? 0 : 126);
}
