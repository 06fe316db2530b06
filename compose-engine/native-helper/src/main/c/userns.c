/* User namespaces: the one a container lives in, and those that only say how ids of files are to be seen. */
#define _GNU_SOURCE
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int write_map(pid_t pid, const char *file, const char *map, struct failure *failure) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    autoclose int fd = open(path, O_WRONLY | O_CLOEXEC);
    size_t length = strlen(map);
    if (fd < 0 || write(fd, map, length) != (ssize_t)length)
        return fail(failure, "set the %s '%s'", file, map);
    return 0;
}

/* A namespace needs a process to be made, but none to last: the descriptor holds it. */
static int open_namespace_of(pid_t pid, const char *uids, const char *gids, struct failure *failure) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    if (write_map(pid, "uid_map", uids, failure) < 0 || write_map(pid, "gid_map", gids, failure) < 0)
        return -1;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd < 0 ? fail(failure, "open a user namespace") : fd;
}

int id_mapping_make(struct mounts *mounts, const char *uids, const char *gids, struct failure *failure) {
    if (!*uids || !*gids)
        return fail_with(failure, EPROTO, "read an id mapping");
    if (mounts->id_mapping_count == ID_MAPPINGS_MAX)
        return fail_with(failure, E2BIG, "use more than %d id mappings", ID_MAPPINGS_MAX);
    struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (;;)
            pause();
    }
    if (pid < 0) /* ENOSPC: no more of them are allowed */
        return fail(failure, "make a user namespace (see /proc/sys/user/max_user_namespaces)");
    int fd = open_namespace_of(pid, uids, gids, failure);
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    if (fd < 0)
        return -1;
    mounts->id_mappings[mounts->id_mapping_count++] = fd;
    return 0;
}

int id_mapping_find(const struct mounts *mounts, uint64_t number, struct failure *failure) {
    return number > 0 && number <= mounts->id_mapping_count
               ? mounts->id_mappings[number - 1]
               : fail_with(failure, EPROTO, "find id mapping %llu", (unsigned long long)number);
}

/* Whoever enters a namespace has all its rights, but no id that it knows: files would belong to nobody. */
int become_namespace_root(struct failure *failure) {
    if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0)
        return fail(failure, "become root of the user namespace");
    /* The change has taken it away. If the supervisor was gone before, the next wait for it tells. */
    return prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 ? fail(failure, "tie the process to its supervisor") : 0;
}

pid_t clone_into_user_namespace(const char *path, uint64_t flags, struct failure *failure) {
    autoclose int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, CLONE_NEWUSER) < 0)
        return fail(failure, "enter the user namespace '%s'", path);
    struct clone_args arguments = {.flags = flags | CLONE_PARENT};
    pid_t pid = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    return pid < 0 ? fail(failure, "make a process in namespaces %#llx", (unsigned long long)flags) : pid;
}

int hold_namespaces(int listener, const char *user_namespace) {
    autoclose int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    autoclose int user = user_namespace ? open(user_namespace, O_RDONLY | O_CLOEXEC) : -1;
    bool made = user_namespace ? setns(user, CLONE_NEWUSER) == 0 && unshare(CLONE_NEWNET) == 0
                               : unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
    char byte = made ? 0 : (char)errno;
    if (fd < 0 || write(fd, &byte, 1) != 1 || byte)
        return 1;
    while (read(fd, &byte, 1) < 0 && errno == EINTR)
        ;
    return 0;
}
