/* Carries out a record: up to OP_CLONE in the supervisor, from there on in the child (see child.c). */
#define _GNU_SOURCE
#include "child.h"

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

int64_t now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
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

/* Returns the number of the child, or of what has already failed and says so over the child's socket. */
static pid_t fork_passage(struct child *child, uint32_t next, int supervisor) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0)
        return -1;
    pid_t passage = fork();
    if (passage == 0) {
        close(supervisor);
        close(report[0]);
        passage_main(child, next, report[1]);
    }
    int error = errno;
    close(report[1]);
    pid_t pid = 0;
    ssize_t length = passage < 0 ? -1 : read(report[0], &pid, sizeof pid);
    close(report[0]);
    if (passage < 0) {
        errno = error;
        return -1;
    }
    /* One that failed, or was killed, is waited for in place of the child there is none of. */
    if (length != sizeof pid)
        pid = passage;
    while (pid != passage && waitpid(passage, NULL, 0) < 0 && errno == EINTR)
        ;
    child->container->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (child->container->pidfd >= 0)
        return pid;
    error = errno;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    errno = error;
    return -1;
}

static int run_child(struct container *container, uint32_t next, uint64_t flags, int starter, struct failure *failure) {
    int sync[2];
    struct child child = {.container = container, .streams = {-1, -1, -1}};
    if (open_pipes(container, child.streams, failure) < 0)
        return -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sync) < 0)
        return fail(failure, "make a socket pair");
    bool born_in_cgroup = false;
    child.sync = sync[1];
    container->pid = container->user_namespace ? fork_passage(&child, next, sync[0])
                                               : clone_child(container, flags, &born_in_cgroup);
    if (container->pid == 0) {
        close(sync[0]);
        child_main(&child, next);
    }
    int error = errno;
    close(sync[1]);
    for (int i = 0; i < 3; i++)
        close_fd(&child.streams[i]);
    mounts_end(&container->mounts);
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
    case OP_ID_MAPPING:
        return mount_operation(&container->mounts, operation->code, fields, failure);
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
        if (operation->code == OP_USER_NAMESPACE)
            container->user_namespace = read_string(&operation->fields);
        if (operation->code == OP_CLONE || operation->code == OP_USER_NAMESPACE) {
            uint64_t flags = operation->code == OP_CLONE ? read_number(&operation->fields) : 0;
            result = run_child(container, i + 1, flags, starter, failure);
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
