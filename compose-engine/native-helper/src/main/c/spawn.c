/* Carries out a record: up to OP_CLONE in the supervisor, from there on in the child, which becomes the command. */
#define _GNU_SOURCE
#include "helper.h"

#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The helper itself, to be executed again as a container's init. */
int helper_binary = -1;

/* What the child tells the supervisor over their socket; its end says that the command is running. */
enum news { NEWS_TERMINAL = 'T', NEWS_FAILURE = 'F' };
struct message {
    char news;
    struct failure failure;
};

/* The child's side of things. */
struct child {
    struct container *container;
    struct mounts mounts;
    int sync;
    bool attached; /* is in its cgroups */
    int streams[3];
};

int64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

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

static ssize_t hear(int sync, struct message *message, int *fd) {
    struct iovec content = {.iov_base = message, .iov_len = sizeof *message};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr header = {
        .msg_iov = &content, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t length;
    /* A child that fails before it has read our "go" resets the connection; its message comes after that error. */
    do {
        length = recvmsg(sync, &header, MSG_CMSG_CLOEXEC);
    } while (length < 0 && (errno == EINTR || errno == ECONNRESET));
    struct cmsghdr *rights = length > 0 ? CMSG_FIRSTHDR(&header) : NULL;
    if (rights && rights->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(rights), sizeof *fd);
    return length;
}

/* ---- the child ---- */

static int join_namespace(struct field_reader *fields, struct failure *failure) {
    const char *path = read_string(fields);
    int kind = (int)read_number(fields);
    autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(failure, "open namespace '%s'", path);
    return setns(fd, kind) < 0 ? fail(failure, "join namespace '%s'", path) : 0;
}

static int join_namespaces_of(struct field_reader *fields, struct failure *failure) {
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
    case OP_EXEC:
        return exec_command(fields, failure);
    default:
        return operation->code >= OP_PROPAGATION && operation->code <= OP_PIVOT
                   ? mount_operation(&child->mounts, operation->code, fields, failure)
                   : process_operation(operation->code, fields, failure);
    }
}

static _Noreturn void child_main(struct child *child, uint32_t from) {
    struct message message = {.news = NEWS_FAILURE};
    struct record *record = &child->container->record;
    int result = 0;
    /* Whoever kills the supervisor kills the container: nothing runs unsupervised. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || setsid() < 0)
        result = fail(&message.failure, "begin a session");
    else
        result = mounts_begin(&child->mounts, &message.failure);
    umask(0022);
    for (uint32_t i = from; result == 0 && i < record->count; i++) {
        struct operation *operation = &record->operations[i];
        message.failure.operation = i;
        result = child_operation(child, operation, &message.failure);
        if (result == 0 && operation->fields.bad)
            result = fail_with(&message.failure, EPROTO, "read the fields of operation %u", operation->code);
    }
    if (result == 0)
        fail_with(&message.failure, EPROTO, "find a command in the record");
    tell(child->sync, &message, -1);
    _exit(126);
}

/* ---- the supervisor ---- */

static int pipe_above_stdio(int ends[2], struct failure *failure) {
    return pipe2(ends, O_CLOEXEC) < 0 ? fail(failure, "make a pipe") : 0;
}

/* The streams belong to the user of the container, so that it may open /dev/stdout anew. */
static int open_pipes(struct container *container, int streams[3], struct failure *failure) {
    int ends[2];
    if (container->stdio & STDIO_TERMINAL)
        return 0;
    if (container->stdio & STDIO_INPUT) {
        if (pipe_above_stdio(ends, failure) < 0)
            return -1;
        streams[0] = ends[0];
        container->input = ends[1];
        if (fcntl(ends[1], F_SETFL, O_NONBLOCK) < 0 || fchown(ends[0], container->owner, (gid_t)-1) < 0)
            return fail(failure, "set up standard input");
    }
    for (int i = 0; i < 2; i++) {
        if (pipe_above_stdio(ends, failure) < 0)
            return -1;
        container->output[i] = ends[0];
        streams[i + 1] = ends[1];
        if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 || fchown(ends[1], container->owner, (gid_t)-1) < 0)
            return fail(failure, "set up standard output");
    }
    return 0;
}

/* Needs the unified cgroup's controllers to be nowhere else, or a hybrid host; old kernels take the slow way. */
static pid_t clone_child(struct container *container, uint64_t flags, bool *born_in_cgroup) {
    autoclose int cgroup = -1;
    struct clone_args arguments = {
        .flags = flags | CLONE_PIDFD,
        .pidfd = (uint64_t)(uintptr_t)&container->pidfd,
        .exit_signal = SIGCHLD,
    };
    *born_in_cgroup = false;
    if (container->cgroups.unified) {
        cgroup = open(container->cgroups.unified, O_PATH | O_DIRECTORY | O_CLOEXEC);
        arguments.flags |= CLONE_INTO_CGROUP;
        arguments.cgroup = (uint64_t)(unsigned)cgroup;
        pid_t pid = cgroup < 0 ? -1 : (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
        *born_in_cgroup = pid >= 0;
        if (pid >= 0)
            return pid;
        arguments.flags &= ~(uint64_t)CLONE_INTO_CGROUP;
        arguments.cgroup = 0;
    }
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

/* Until the command runs, the child fails, or nobody waits for it any more. */
static int await_command(struct container *container, int sync, int starter, struct failure *failure) {
    for (;;) {
        struct pollfd wait[2] = {{.fd = sync, .events = POLLIN}, {.fd = starter, .events = POLLRDHUP}};
        if (poll(wait, 2, -1) < 0 && errno != EINTR)
            return fail(failure, "wait for the container to start");
        if (wait[1].revents & (POLLHUP | POLLRDHUP | POLLERR))
            return fail_with(failure, ECANCELED, "start a container nobody waits for");
        if (!wait[0].revents)
            continue;
        struct message message;
        int fd = -1;
        ssize_t length = hear(sync, &message, &fd);
        if (length <= 0)
            return 0;
        if (message.news == NEWS_FAILURE) {
            *failure = message.failure;
            return -1;
        }
        container->output[0] = fd;
        if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
            return fail_with(failure, EPROTO, "receive the terminal");
        container->peer = ioctl(fd, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
        if (container->peer < 0)
            return fail(failure, "hold the terminal open");
    }
}

static int run_child(struct container *container, uint32_t next, uint64_t flags, int starter, struct failure *failure) {
    int sync[2];
    struct child child = {.container = container, .streams = {-1, -1, -1}};
    if (open_pipes(container, child.streams, failure) < 0)
        return -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sync) < 0)
        return fail(failure, "make a socket pair");
    bool born_in_cgroup;
    container->pid = clone_child(container, flags, &born_in_cgroup);
    if (container->pid == 0) {
        close(sync[0]);
        child.sync = sync[1];
        child_main(&child, next);
    }
    int error = errno;
    close(sync[1]);
    for (int i = 0; i < 3; i++)
        close_fd(&child.streams[i]);
    autoclose int supervisor = sync[0];
    if (container->pid < 0) {
        container->pid = 0;
        return fail_with(failure, error, "make a process in namespaces %#llx", (unsigned long long)flags);
    }
    if (cgroup_attach(&container->cgroups, container->pid, born_in_cgroup, failure) < 0)
        return -1;
    if (send(supervisor, "g", 1, MSG_NOSIGNAL) < 0 && errno != EPIPE)
        return fail(failure, "let the child go on");
    return await_command(container, supervisor, starter, failure);
}

static int supervisor_operation(struct container *container, struct operation *operation, struct failure *failure) {
    struct field_reader *fields = &operation->fields;
    const char *text;
    size_t length;
    switch (operation->code) {
    case OP_EXIT_RECORD:
        container->exit_record = read_string(fields);
        return 0;
    case OP_LOG:
        container->log_path = read_string(fields);
        container->log_size = read_number(fields);
        container->log_files = read_number(fields);
        container->log = log_open_file(container->log_path);
        return container->log < 0 ? fail(failure, "open log '%s'", container->log_path) : 0;
    case OP_STDIO:
        container->stdio = (unsigned)read_number(fields);
        container->rows = (unsigned)read_number(fields);
        container->columns = (unsigned)read_number(fields);
        container->owner = (uint32_t)read_number(fields);
        return 0;
    case OP_CGROUP:
        text = read_string(fields);
        return cgroup_make(&container->cgroups, text, (unsigned)read_number(fields), failure);
    case OP_CGROUP_WRITE: {
        text = read_string(fields);
        const char *value = read_string(fields);
        return cgroup_write(text, value, read_number(fields) != 0, failure);
    }
    case OP_CGROUP_DEVICES: {
        text = read_string(fields);
        const uint8_t *program = read_bytes(fields, &length);
        return program ? cgroup_filter_devices(text, program, length, failure) : 0;
    }
    case OP_OOM_COUNTER:
        container->cgroups.oom_counter = read_string(fields);
        return 0;
    case OP_SETNS:
        return join_namespace(fields, failure);
    case OP_SETNS_FD:
        return join_namespaces_of(fields, failure);
    default:
        return fail_with(failure, ENOSYS, "carry out operation %u", operation->code);
    }
}

static void undo(struct container *container) {
    if (container->pid > 0) {
        kill(container->pid, SIGKILL);
        while (waitpid(container->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    cgroup_kill(&container->cgroups);
    cgroup_remove(&container->cgroups);
}

int container_start(struct container *container, int starter, struct failure *failure) {
    int result = 0;
    helper_binary = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    if (helper_binary < 0)
        result = fail(failure, "open the helper's own file");
    for (uint32_t i = 0; result == 0; i++) {
        failure->operation = i;
        if (i == container->record.count) {
            result = fail_with(failure, EPROTO, "find a process in the record");
            break;
        }
        struct operation *operation = &container->record.operations[i];
        if (operation->code == OP_CLONE) {
            result = run_child(container, i + 1, read_number(&operation->fields), starter, failure);
            break;
        }
        result = supervisor_operation(container, operation, failure);
        if (result == 0 && operation->fields.bad)
            result = fail_with(failure, EPROTO, "read the fields of operation %u", operation->code);
    }
    if (result < 0) {
        undo(container);
        return -1;
    }
    close_fd(&helper_binary);
    container->started_at = now_nanos();
    return 0;
}
