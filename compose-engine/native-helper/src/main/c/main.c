/*
 * jcompose-helper: starts one container (or one process in one) as a record tells it, and stays as its supervisor. Executed by
 * the engine from a sealed memfd with 0 to 2 at /dev/null, the listening control socket at 3, and at 4, for a process in a
 * running container, a pidfd of that container's first process. Also a container's init, by the name of docker-init, and the
 * holder of namespaces that the engine readies for a container: "hold-namespaces" with a listening socket at 3.
 */
#define _GNU_SOURCE
#include "control.h"
#include "helper.h"
#include "supervise.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LISTENER = 3, FIRST_UNKNOWN = 5 };

static bool is_init(const char *name) {
    const char *slash = strrchr(name, '/');
    return strcmp(slash ? slash + 1 : name, "docker-init") == 0;
}

/* Away from the engine's terminal and its signals, without what it may have left open. */
static void detach(unsigned first_unknown) {
    setsid();
    reset_signals();
    static const int ignored[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2};
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        signal(ignored[i], SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    syscall(SYS_close_range, first_unknown, ~0u, 0u);
    if (chdir("/") < 0)
        _exit(1);
}

int main(int count, char **arguments) {
    if (count > 2 && is_init(arguments[0]) && strcmp(arguments[1], "--") == 0)
        return init_main(arguments + 2);
    if (count > 1 && strcmp(arguments[1], "hold-namespaces") == 0) {
        /* Among what the engine left open is the other end of the connection that is waited for. */
        detach(LISTENER + 1);
        return hold_namespaces(LISTENER, count > 2 ? arguments[2] : NULL);
    }
    /* Nobody looks into this process while it is half in a container. */
    prctl(PR_SET_DUMPABLE, 0);
    detach(FIRST_UNKNOWN);
    int starter = accept4(LISTENER, NULL, NULL, SOCK_CLOEXEC);
    if (starter < 0)
        return 1;
    static struct container container = {.pidfd = -1, .input = -1, .output = {-1, -1}, .log = -1, .peer = -1,
                                         .mounts = NO_MOUNTS};
    struct failure failure = {0};
    size_t length;
    uint8_t *bytes = receive_record(starter, &length);
    if (!bytes || record_parse(&container.record, bytes, length) < 0) {
        fail_with(&failure, 0, "read the record");
        send_failure(starter, &failure);
        return 1;
    }
    if (container_start(&container, starter, &failure) < 0) {
        send_failure(starter, &failure);
        return 1;
    }
    return supervise(&container, LISTENER, starter);
}
