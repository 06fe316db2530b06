/*
 * The first process of a container with "init: true": starts the command in its own process group, passes signals on to it,
 * reaps whatever is orphaned, and ends as the command ended. Semantics of tini, see https://github.com/krallin/tini.
 */
#define _GNU_SOURCE
#include "helper.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const int NOT_FORWARDED[] = {SIGFPE, SIGILL, SIGSEGV, SIGBUS, SIGABRT, SIGTRAP, SIGSYS, SIGTTIN, SIGTTOU};

static pid_t start(char **command, const sigset_t *original) {
    pid_t child = fork();
    if (child != 0)
        return child;
    setpgid(0, 0);
    /* Moving the terminal to the new group would stop us with SIGTTOU, which is still blocked here. */
    tcsetpgrp(STDIN_FILENO, getpgrp());
    sigprocmask(SIG_SETMASK, original, NULL);
    execvp(command[0], command);
    int error = errno;
    perror(command[0]);
    _exit(error == ENOENT ? 127 : 126);
}

/* Returns whether the command itself was reaped. */
static bool reap(pid_t command, int *status) {
    bool ended = false;
    for (;;) {
        int one;
        pid_t pid = waitpid(-1, &one, WNOHANG);
        if (pid <= 0)
            return ended;
        if (pid == command) {
            *status = one;
            ended = true;
        }
    }
}

int init_main(char **command) {
    sigset_t handled, original;
    if (!command[0])
        return 127;
    prctl(PR_SET_NAME, "docker-init");
    sigfillset(&handled);
    for (size_t i = 0; i < sizeof NOT_FORWARDED / sizeof NOT_FORWARDED[0]; i++)
        sigdelset(&handled, NOT_FORWARDED[i]);
    sigaddset(&handled, SIGTTIN);
    sigaddset(&handled, SIGTTOU);
    sigprocmask(SIG_SETMASK, &handled, &original);
    pid_t child = start(command, &original);
    if (child < 0)
        return 126;
    for (;;) {
        siginfo_t info;
        int signal_number = sigwaitinfo(&handled, &info);
        if (signal_number == SIGCHLD) {
            int status;
            if (reap(child, &status))
                return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        } else if (signal_number > 0 && signal_number != SIGTTIN && signal_number != SIGTTOU) {
            kill(child, signal_number);
        }
    }
}
