/* Control groups: directories and files whose names and values were decided elsewhere. */
#define _GNU_SOURCE
#include "helper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/bpf.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { REMOVE_ATTEMPTS = 400, REMOVE_PAUSE_NANOS = 500000 };

int cgroup_make(struct cgroups *cgroups, const char *directory, unsigned flags, struct failure *failure) {
    if (cgroups->count == CGROUPS_MAX)
        return fail_with(failure, E2BIG, "use more than %d cgroup hierarchies", CGROUPS_MAX);
    if ((flags & CGROUP_OWNED) && mkdir(directory, 0755) < 0 && errno != EEXIST)
        return fail(failure, "make cgroup '%s'", directory);
    cgroups->owned[cgroups->count] = (flags & CGROUP_OWNED) != 0;
    cgroups->directory[cgroups->count++] = directory;
    if (flags & CGROUP_UNIFIED)
        cgroups->unified = directory;
    return 0;
}

static int write_file(int directory, const char *file, const char *value) {
    autoclose int fd = openat(directory, file, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    return write(fd, value, strlen(value)) < 0 ? -1 : 0;
}

int cgroup_write(const char *file, const char *value, bool required, struct failure *failure) {
    if (write_file(AT_FDCWD, file, value) == 0 || (errno == ENOENT && !required))
        return 0;
    return fail(failure, "write '%s' to '%s'", value, file);
}

static long bpf(int command, union bpf_attr *attributes) {
    return syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

int cgroup_filter_devices(const char *directory, const uint8_t *program, size_t length, struct failure *failure) {
    static const char license[] = "Apache-2.0";
    autoclose int cgroup = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (cgroup < 0)
        return fail(failure, "open cgroup '%s'", directory);
    struct bpf_insn *code = malloc(length ? length : 1);
    if (!code)
        return fail(failure, "load the device filter");
    memcpy(code, program, length);
    union bpf_attr load = {0};
    load.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
    load.insn_cnt = (uint32_t)(length / sizeof *code);
    load.insns = (uint64_t)(uintptr_t)code;
    load.license = (uint64_t)(uintptr_t)license;
    autoclose int loaded = (int)bpf(BPF_PROG_LOAD, &load);
    int error = errno;
    free(code);
    if (loaded < 0)
        return fail_with(failure, error, "load the device filter");
    union bpf_attr attach = {0};
    attach.target_fd = (uint32_t)cgroup;
    attach.attach_bpf_fd = (uint32_t)loaded;
    attach.attach_type = BPF_CGROUP_DEVICE;
    attach.attach_flags = BPF_F_ALLOW_MULTI;
    return bpf(BPF_PROG_ATTACH, &attach) < 0 ? fail(failure, "attach the device filter to '%s'", directory) : 0;
}

int cgroup_attach(const struct cgroups *cgroups, pid_t pid, bool born_in_unified, struct failure *failure) {
    char text[16];
    snprintf(text, sizeof text, "%d", pid);
    for (unsigned i = 0; i < cgroups->count; i++) {
        const char *path = cgroups->directory[i];
        if (born_in_unified && path == cgroups->unified)
            continue;
        autoclose int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (directory < 0 || write_file(directory, "cgroup.procs", text) < 0)
            return fail(failure, "put process %d into cgroup '%s'", pid, path);
    }
    return 0;
}

bool cgroup_oom_killed(const struct cgroups *cgroups) {
    if (!cgroups->oom_counter)
        return false;
    char text[1024];
    autoclose int fd = open(cgroups->oom_counter, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (length < 0)
        return false;
    text[length] = '\0';
    const char *counter = strstr(text, "oom_kill ");
    return counter && strtoul(counter + strlen("oom_kill "), NULL, 10) > 0;
}

/* Without cgroup.kill (before 5.14): until none is left, for they may be forking. */
static void kill_each(const char *path) {
    char file[PATH_MAX];
    snprintf(file, sizeof file, "%s/cgroup.procs", path);
    for (bool any = true; any;) {
        any = false;
        FILE *processes = fopen(file, "re");
        long pid;
        while (processes && fscanf(processes, "%ld", &pid) == 1)
            any = (pid > 0 && kill((pid_t)pid, SIGKILL) == 0) || any;
        if (processes)
            fclose(processes);
    }
}

void cgroup_kill(const struct cgroups *cgroups) {
    if (cgroups->count == 0 || !cgroups->owned[0])
        return;
    const char *path = cgroups->unified ? cgroups->unified : cgroups->directory[0];
    autoclose int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory >= 0 && write_file(directory, "cgroup.kill", "1") < 0)
        kill_each(path);
}

static int remove_tree(int parent, const char *name) {
    if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT)
        return 0;
    autoclose int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *listing = fd < 0 ? NULL : fdopendir(dup(fd));
    struct dirent *entry;
    while (listing && (entry = readdir(listing))) {
        if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_tree(fd, entry->d_name);
    }
    if (listing)
        closedir(listing);
    return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : -1;
}

/* A cgroup stays busy for about half a millisecond after its last process has been reaped, and no event tells when. */
void cgroup_remove(const struct cgroups *cgroups) {
    for (unsigned i = 0; i < cgroups->count; i++) {
        struct timespec pause = {.tv_nsec = REMOVE_PAUSE_NANOS};
        for (int attempt = 0; cgroups->owned[i] && attempt < REMOVE_ATTEMPTS; attempt++) {
            if (remove_tree(AT_FDCWD, cgroups->directory[i]) == 0)
                break;
            nanosleep(&pause, NULL);
        }
    }
}
