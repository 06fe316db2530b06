/* The only program of the test containers: each of its arguments is a step, done one after the other. */
#define _GNU_SOURCE
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

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

/* How much of the wall's time the process gets, in milliseconds, while it does nothing but count. */
static void burn(long seconds) {
    struct timespec start, now, used;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec - start.tv_sec < seconds || now.tv_nsec < start.tv_nsec);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    printf("%ld of %ld\n", used.tv_sec * 1000 + used.tv_nsec / 1000000, (now.tv_sec - start.tv_sec) * 1000);
}

static void await_line(void) {
    char byte;
    while (read(0, &byte, 1) == 1 && byte != '\n')
        ;
}

/* Until there is a line to read: opens the programs of all processes for writing. Its own, /probe, is its own business. */
static void seize(void) {
    int seized = 0, fd;
    struct pollfd input = {.fd = 0, .events = POLLIN};
    while (poll(&input, 1, 0) == 0) {
        DIR *processes = opendir("/proc");
        struct dirent *entry;
        while (processes && (entry = readdir(processes))) {
            char path[300], program[256] = "";
            snprintf(path, sizeof path, "/proc/%s/exe", entry->d_name);
            if (atoi(entry->d_name) == 0 || readlink(path, program, sizeof program - 1) < 0 || !strcmp(program, "/probe"))
                continue;
            if ((fd = open(path, O_WRONLY | O_CLOEXEC)) >= 0) {
                seized++;
                close(fd);
            }
        }
        if (processes)
            closedir(processes);
    }
    printf("seized %d\n", seized);
}

/* For ever: a directory and a link to `lead` take turns under one name. */
static void flip(char *name_and_lead) {
    char *lead = strchr(name_and_lead, ',');
    char other[256];
    *lead++ = '\0';
    snprintf(other, sizeof other, "%s.other", name_and_lead);
    mkdir(name_and_lead, 0755);
    if (symlink(lead, other) < 0)
        exit(97);
    printf("flipping\n");
    fflush(stdout);
    for (;;)
        renameat2(AT_FDCWD, name_and_lead, AT_FDCWD, other, RENAME_EXCHANGE);
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
    else if (!strcmp(text, "views")) views();
    else if (!strcmp(text, "burn")) burn(atol(argument));
    else if (!strcmp(text, "line")) await_line();
    else if (!strcmp(text, "seize")) seize();
    else if (!strcmp(text, "flip")) flip(colon + 1);
    else if (!strcmp(text, "share")) TRY("share", mount(NULL, argument, NULL, MS_SHARED, NULL));
    else if (!strcmp(text, "mode")) mode(argument);
    else if (!strcmp(text, "input")) input();
    else if (!strcmp(text, "unlink")) unlink(argument);
    else if (!strcmp(text, "kill")) TRY("kill", kill((pid_t)atol(argument), 0));
    else if (!strcmp(text, "effective")) printf("uid=%u euid=%u\n", getuid(), geteuid());
    else if (!strcmp(text, "mount")) TRY("mount", mount("none", argument, "tmpfs", 0, NULL));
    else if (!strcmp(text, "umount")) TRY("umount", umount2(argument, MNT_DETACH));
    else if (!strcmp(text, "make-ipc")) make_ipc(atoi(argument));
    else if (!strcmp(text, "find-ipc")) find_ipc(atoi(argument));
    else if (!strcmp(text, "drop-ipc")) drop_ipc(atoi(argument));
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
