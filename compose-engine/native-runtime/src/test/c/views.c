/* What a process sees of itself, of its container and of the host: one thing a line, "what: how it looks". */
#define _GNU_SOURCE
#include "probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { NAMES_MAX = 512 };

static void content(const char *path) {
    char first;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = fd < 0 ? -1 : read(fd, &first, 1);
    printf("read %s: %s\n", path, length < 0 ? strerrorname_np(errno) : length == 0 ? "empty" : "content");
    if (fd >= 0)
        close(fd);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a directory, in their order; with `digits` only numbers, else everything. */
static void names(const char *label, const char *path, bool digits) {
    char *found[NAMES_MAX];
    size_t count = 0;
    DIR *directory = opendir(path);
    struct dirent *entry;
    printf("%s:", label);
    while (directory && count < NAMES_MAX && (entry = readdir(directory))) {
        bool number = strspn(entry->d_name, "0123456789") == strlen(entry->d_name);
        bool own = strcmp(path, "/proc/self/fd") == 0 && atoi(entry->d_name) == dirfd(directory);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && (number || !digits) && !own)
            found[count++] = strdup(entry->d_name);
    }
    if (!directory)
        printf(" %s", strerrorname_np(errno));
    else
        closedir(directory);
    qsort(found, count, sizeof *found, by_text);
    for (size_t i = 0; i < count; i++) {
        printf(" %s", found[i]);
        free(found[i]);
    }
    printf("\n");
}

static void processes(void) {
    int count = 0;
    DIR *directory = opendir("/proc");
    struct dirent *entry;
    while (directory && (entry = readdir(directory)))
        count += atoi(entry->d_name) > 0;
    if (directory)
        closedir(directory);
    printf("processes: %d\n", count);
}

static void is_empty(const char *path) {
    DIR *directory = opendir(path);
    struct dirent *entry;
    int count = 0;
    while (directory && (entry = readdir(directory)))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    printf("list %s: %s\n", path, !directory ? strerrorname_np(errno) : count ? "entries" : "empty");
    if (directory)
        closedir(directory);
}

/* Lines of /proc/self/status that start with one of these. */
static void status(void) {
    static const char *const wanted[] = {"Cap", "Seccomp", "NoNewPrivs", "Groups", "SigBlk", "SigIgn", "Umask"};
    char line[512];
    FILE *file = fopen("/proc/self/status", "re");
    while (file && fgets(line, sizeof line, file)) {
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            char *tab = strchr(line, '\t');
            if (strncmp(line, wanted[i], strlen(wanted[i])) == 0 && tab)
                printf("status %.*s %s", (int)(tab - line), line, tab + 1);
        }
    }
    if (file)
        fclose(file);
}

/* Where something is mounted, what and how; sources and numbers are the host's business. */
static void mount_tree(void) {
    char *lines[NAMES_MAX], line[4096];
    size_t count = 0;
    FILE *file = fopen("/proc/self/mountinfo", "re");
    while (file && count < NAMES_MAX && fgets(line, sizeof line, file)) {
        char target[1024], options[1024], rest[2048];
        if (sscanf(line, "%*s %*s %*s %*s %1023s %1023s %2047[^\n]", target, options, rest) != 3)
            continue;
        char *dash = strstr(rest, "- ");
        bool shared = strstr(rest, "shared:") != NULL, slave = strstr(rest, "master:") != NULL;
        char type[64] = "?", super[1024] = "";
        if (dash)
            sscanf(dash + 2, "%63s %*s %1023s", type, super);
        /* Those of file systems with a disk or layers are the host's. */
        bool host = strcmp(type, "overlay") == 0 || strncmp(type, "ext", 3) == 0 || strcmp(type, "xfs") == 0 ||
                    strcmp(type, "btrfs") == 0;
        if (asprintf(&lines[count], "mount %s: %s %s%s%s%s%s", target, host ? "(host)" : type, options, host ? "" : " ",
                     host ? "" : super, shared ? " shared" : "", slave ? " slave" : "") > 0)
            count++;
    }
    if (file)
        fclose(file);
    qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++) {
        printf("%s\n", lines[i]);
        free(lines[i]);
    }
}

void mode(const char *path) {
    struct stat found;
    if (lstat(path, &found) < 0)
        printf("mode %s: %s\n", path, strerrorname_np(errno));
    else if (S_ISCHR(found.st_mode) || S_ISBLK(found.st_mode))
        printf("mode %s: %o %u:%u of %u\n", path, found.st_mode, major(found.st_rdev), minor(found.st_rdev), found.st_uid);
    else
        printf("mode %s: %o of %u\n", path, found.st_mode, found.st_uid);
}

static void setting(const char *path) {
    char text[256] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (length < 0)
        snprintf(text, sizeof text, "%s", strerrorname_np(errno));
    text[strcspn(text, "\n")] = '\0';
    printf("setting %s: %s\n", path, text);
    if (fd >= 0)
        close(fd);
}

static void root(void) {
    struct stat here, above;
    bool same = stat("/", &here) == 0 && stat("/..", &above) == 0 && here.st_ino == above.st_ino &&
                here.st_dev == above.st_dev;
    printf("parent of /: %s\n", same ? "itself" : "another");
}

/* Without an input, it is to be the container's own /dev/null: the host's could be changed through it. */
void input(void) {
    struct stat null, found;
    bool known = fstat(0, &found) == 0;
    bool own = stat("/dev/null", &null) == 0 && found.st_ino == null.st_ino && found.st_dev == null.st_dev;
    printf("input: %s\n", !known ? strerrorname_np(errno)
                          : own ? "the null device of /dev"
                          : S_ISFIFO(found.st_mode) ? "a pipe"
                          : isatty(0) ? "a terminal"
                                      : "something else");
}

/* Objects of System V beyond the heading. */
static void system_v(const char *kind) {
    char path[64];
    int lines = 0;
    snprintf(path, sizeof path, "/proc/sysvipc/%s", kind);
    FILE *file = fopen(path, "re");
    for (int c; file && (c = fgetc(file)) != EOF;)
        lines += c == '\n';
    printf("ipc %s: %s\n", kind, !file ? strerrorname_np(errno) : lines > 1 ? "objects" : "none");
    if (file)
        fclose(file);
}

void views(void) {
    static const char *const masked[] = {
        "/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/proc/latency_stats", "/proc/interrupts",
        "/proc/timer_stats"};
    static const char *const hidden[] = {
        "/proc/acpi", "/proc/scsi", "/proc/asound", "/sys/firmware", "/sys/devices/virtual/powercap"};
    static const char *const modes[] = {
        "/", "/dev", "/dev/console", "/dev/full", "/dev/mqueue", "/dev/null", "/dev/pts", "/dev/pts/ptmx", "/dev/random",
        "/dev/shm", "/dev/tty", "/dev/urandom", "/dev/zero", "/etc/hostname", "/etc/hosts", "/etc/mtab", "/etc/resolv.conf",
        "/proc", "/sys"};
    static const char *const settings[] = {
        "/proc/sys/net/ipv4/ping_group_range", "/proc/sys/net/ipv4/ip_unprivileged_port_start",
        "/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/disable_ipv6",
        "/proc/sys/net/ipv6/conf/eth0/accept_ra", "/proc/self/oom_score_adj", "/proc/1/comm"};
    status();
    for (size_t i = 0; i < sizeof masked / sizeof masked[0]; i++)
        content(masked[i]);
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        is_empty(hidden[i]);
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
        mode(modes[i]);
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        setting(settings[i]);
    names("descriptors", "/proc/self/fd", true);
    processes();
    names("devices", "/dev", false);
    names("terminals", "/dev/pts", false);
    names("interfaces", "/sys/class/net", false);
    system_v("shm");
    system_v("msg");
    system_v("sem");
    root();
    input();
    printf("session leader: %s\n", getsid(0) == getpid() ? "yes" : "no");
    printf("dumpable: %d\n", prctl(PR_GET_DUMPABLE));
    mount_tree();
}

static void queue_name(char name[32], int number) {
    snprintf(name, 32, "/probe-%d", number);
}

void make_ipc(int number) {
    char name[32];
    queue_name(name, number);
    TRY("shm", shmget(number, 4096, IPC_CREAT | IPC_EXCL | 0600));
    TRY("mq", mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, NULL));
}

void find_ipc(int number) {
    char name[32];
    queue_name(name, number);
    TRY("shm", shmget(number, 0, 0));
    TRY("mq", mq_open(name, O_RDWR));
}

void drop_ipc(int number) {
    char name[32];
    queue_name(name, number);
    TRY("shm", shmctl(shmget(number, 0, 0), IPC_RMID, NULL));
    TRY("mq", mq_unlink(name));
}
