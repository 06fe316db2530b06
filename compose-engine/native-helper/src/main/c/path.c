/* Every path of a container is resolved by the kernel, beneath the container's root. */
#define _GNU_SOURCE
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int open_in_root(int root, const char *path, int flags) {
    struct open_how how = {
        .flags = (unsigned)(flags | O_CLOEXEC),
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
    };
    long fd;
    /* EAGAIN: a rename raced with the resolution of "..", which the kernel then refuses to judge. */
    do {
        fd = syscall(SYS_openat2, root, path, &how, sizeof how);
    } while (fd < 0 && (errno == EAGAIN || errno == EINTR));
    return (int)fd;
}

/* The last component is made in its parent, so it must be a plain name. */
bool is_last_component_usable(const char *name) {
    return name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strchr(name, '/');
}

enum { LINKS_MAX = 8 };

/*
 * A link whose target is missing, such as an image's /etc/resolv.conf: writes where it leads, with `rest` behind. The kernel
 * resolves the result beneath the root again, so nothing is lost if the image made it up. `at` is the link's name in `path`.
 */
static int follow_dangling(int parent, const char *path, size_t at, const char *rest, char out[PATH_MAX],
                           struct failure *failure) {
    char link[PATH_MAX];
    ssize_t length = readlinkat(parent, path + at, link, sizeof link - 1);
    if (length < 0)
        return fail_with(failure, ENOENT, "open '%s'", path);
    link[length] = '\0';
    int printed = snprintf(out, PATH_MAX, "%.*s%s%s", link[0] == '/' ? 0 : (int)at, path, link, rest);
    return printed < PATH_MAX ? 0 : fail_with(failure, ENAMETOOLONG, "follow the link '%s'", path);
}

/* Opens the directory at the first `length` bytes of the path, making what is missing from the top down. */
static int open_directories(int root, const char *path, size_t length, int links, struct failure *failure) {
    char prefix[PATH_MAX];
    if (length >= sizeof prefix)
        return fail_with(failure, ENAMETOOLONG, "resolve '%s'", path);
    memcpy(prefix, path, length);
    prefix[length] = '\0';
    int whole = open_in_root(root, length ? prefix : "/", O_PATH | O_DIRECTORY);
    if (whole >= 0 || errno != ENOENT)
        return whole >= 0 ? whole : fail(failure, "open directory '%s'", prefix);

    int parent = open_in_root(root, "/", O_PATH | O_DIRECTORY);
    if (parent < 0)
        return fail(failure, "open the root directory");
    for (size_t at = 0; at < length;) {
        size_t start = at + strspn(prefix + at, "/");
        size_t end = start + strcspn(prefix + start, "/");
        if (start == end)
            break;
        char next = prefix[end];
        prefix[end] = '\0';
        int child = open_in_root(root, prefix, O_PATH | O_DIRECTORY);
        if (child < 0 && errno == ENOENT) {
            if (mkdirat(parent, prefix + start, 0755) < 0 && errno != EEXIST) {
                close_fd(&parent);
                return fail(failure, "make directory '%s'", prefix);
            }
            child = open_in_root(root, prefix, O_PATH | O_DIRECTORY);
        }
        if (child < 0 && errno == ENOENT && links < LINKS_MAX) {
            char target[PATH_MAX], rest[PATH_MAX] = "";
            if (next)
                snprintf(rest, sizeof rest, "/%s", prefix + end + 1);
            int followed = follow_dangling(parent, prefix, start, rest, target, failure);
            close_fd(&parent);
            return followed < 0 ? -1 : open_directories(root, target, strlen(target), links + 1, failure);
        }
        close_fd(&parent);
        if (child < 0)
            return fail(failure, "open directory '%s'", prefix);
        parent = child;
        prefix[end] = next;
        at = end;
    }
    return parent;
}

int open_parent(int root, const char *path, const char **name, struct failure *failure) {
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    if (!is_last_component_usable(*name))
        return fail_with(failure, EINVAL, "resolve '%s'", path);
    return open_directories(root, path, slash ? (size_t)(slash - path) : 0, 0, failure);
}

static int open_made_file(int root, const char *path, int links, struct failure *failure) {
    const char *name;
    autoclose int parent = open_parent(root, path, &name, failure);
    if (parent < 0)
        return -1;
    autoclose int file = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (file < 0 && errno != EEXIST)
        return fail(failure, "make file '%s'", path);
    int target = open_in_root(root, path, O_PATH);
    if (target < 0 && errno == ENOENT && links < LINKS_MAX) {
        char followed[PATH_MAX];
        return follow_dangling(parent, path, (size_t)(name - path), "", followed, failure) < 0
                   ? -1
                   : open_made_file(root, followed, links + 1, failure);
    }
    return target >= 0 ? target : fail(failure, "open '%s'", path);
}

int open_target(int root, const char *path, bool directory, bool *created, struct failure *failure) {
    *created = false;
    int target = open_in_root(root, path, O_PATH);
    if (target < 0 && errno == ENOENT) {
        *created = true;
        return directory ? open_directories(root, path, strlen(path), 0, failure)
                         : open_made_file(root, path, 0, failure);
    }
    if (target < 0)
        return fail(failure, "open '%s'", path);
    struct stat status;
    if (fstat(target, &status) < 0) {
        close_fd(&target);
        return fail(failure, "look at '%s'", path);
    }
    if (S_ISDIR(status.st_mode) != directory) {
        close_fd(&target);
        return fail_with(failure, directory ? ENOTDIR : EISDIR, "mount a %s onto %s '%s'",
                         directory ? "directory" : "file", directory ? "file" : "directory", path);
    }
    return target;
}
