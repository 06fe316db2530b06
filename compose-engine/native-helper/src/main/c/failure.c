#include "helper.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static int fill(struct failure *failure, int error, const char *format, va_list arguments) {
    failure->error = error;
    if (vsnprintf(failure->text, sizeof failure->text, format, arguments) < 0)
        failure->text[0] = '\0';
    return -1;
}

int fail(struct failure *failure, const char *format, ...) {
    int error = errno;
    va_list arguments;
    va_start(arguments, format);
    fill(failure, error, format, arguments);
    va_end(arguments);
    return -1;
}

int fail_with(struct failure *failure, int error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(failure, error, format, arguments);
    va_end(arguments);
    return -1;
}

void close_fd(int *fd) {
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}
