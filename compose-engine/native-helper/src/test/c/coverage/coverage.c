/*
 * Counts of executed lines from processes that end by execve(2) or _exit(2), after they have left the host's file system: for
 * measuring only, linked into the helper by src/build/coverage with --wrap for the functions below. The directory of the counts
 * is kept open under a number that nobody else uses; what was to be written by name is written there.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DIRECTORY = 900 };

struct container;
struct failure;
void __gcov_dump(void);
void __gcov_reset(void);
int __real_open(const char *path, int flags, ...);
int __real_execve(const char *path, char *const *argv, char *const *environment);
_Noreturn void __real__exit(int status);
long __real_syscall(long number, ...);
int __real_container_start(struct container *container, int starter, struct failure *failure);

static void dump(void) {
    __gcov_dump();
    __gcov_reset();
}

/* An init inherits the directory from the helper that it was, and must not pass it on. */
__attribute__((constructor)) static void inherit(void) {
    fcntl(DIRECTORY, F_SETFD, FD_CLOEXEC);
}

int __wrap_container_start(struct container *container, int starter, struct failure *failure) {
    int directory = __real_open(COUNTS, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0 && directory != DIRECTORY) {
        dup3(directory, DIRECTORY, O_CLOEXEC);
        close(directory);
    }
    return __real_container_start(container, starter, failure);
}

int __wrap_open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = va_arg(arguments, unsigned);
    va_end(arguments);
    size_t length = strlen(path);
    bool count = length > 5 && strcmp(path + length - 5, ".gcda") == 0;
    if (count && fcntl(DIRECTORY, F_GETFD) >= 0)
        return openat(DIRECTORY, strrchr(path, '/') + 1, flags, mode);
    return __real_open(path, flags, mode);
}

int __wrap_execve(const char *path, char *const *argv, char *const *environment) {
    dump();
    return __real_execve(path, argv, environment);
}

_Noreturn void __wrap__exit(int status) {
    dump();
    __real__exit(status);
}

long __wrap_syscall(long number, ...) {
    va_list arguments;
    long argument[6];
    va_start(arguments, number);
    for (int i = 0; i < 6; i++)
        argument[i] = va_arg(arguments, long);
    va_end(arguments);
    if (number == SYS_execveat) {
        fcntl(DIRECTORY, F_SETFD, 0);
        dump();
    }
    return __real_syscall(number, argument[0], argument[1], argument[2], argument[3], argument[4], argument[5]);
}
