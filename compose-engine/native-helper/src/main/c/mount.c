/*
 * The mount tree. Every mount is made detached, gets its flags, and is then attached to a descriptor that was resolved
 * beneath the container's root: nothing is ever mounted onto a path by name, and no process sees a mount without its flags.
 */
#define _GNU_SOURCE
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Attaches the detached mount to what `target` is. */
static int attach(int tree, int target) {
    return move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

static int set_attributes(int tree, uint64_t set, uint64_t propagation, bool recursive) {
    struct mount_attr attributes = {.attr_set = set, .propagation = propagation};
    if (set & MOUNT_ATTR__ATIME)
        attributes.attr_clr = MOUNT_ATTR__ATIME;
    unsigned flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0u);
    return mount_setattr(tree, "", flags, &attributes, sizeof attributes);
}

int open_null(int root, int flags) {
    struct stat status;
    int null = open_in_root(root, "/dev/null", flags | O_NOFOLLOW);
    if (null >= 0 && (fstat(null, &status) < 0 || !S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3)))
        close_fd(&null);
    return null;
}

int mounts_begin(struct mounts *mounts, struct failure *failure) {
    *mounts = (struct mounts){.root = -1, .proc = -1};
    struct statfs filesystem;
    mounts->proc = open("/proc", O_PATH | O_CLOEXEC | O_DIRECTORY);
    if (mounts->proc < 0 || fstatfs(mounts->proc, &filesystem) < 0)
        return fail(failure, "open /proc");
    if (filesystem.f_type != PROC_SUPER_MAGIC)
        return fail_with(failure, ENODEV, "open /proc, which is no procfs");
    return 0;
}

/* Passes on what the file system itself has to say about a refused option. */
static int fail_context(int context, struct failure *failure, const char *what, const char *detail) {
    int error = errno;
    char message[256];
    ssize_t length = read(context, message, sizeof message - 1);
    if (length < 0)
        return fail_with(failure, error, "%s '%s'", what, detail);
    message[length] = '\0';
    return fail_with(failure, error, "%s '%s': %s", what, detail, message);
}

static int configure(int context, const char *option, struct failure *failure) {
    char key[4096];
    const char *equals = strchr(option, '=');
    size_t length = equals ? (size_t)(equals - option) : strlen(option);
    if (length >= sizeof key)
        return fail_with(failure, EINVAL, "use mount option '%.64s'", option);
    memcpy(key, option, length);
    key[length] = '\0';
    int result = equals ? fsconfig(context, FSCONFIG_SET_STRING, key, equals + 1, 0)
                        : fsconfig(context, FSCONFIG_SET_FLAG, key, NULL, 0);
    return result < 0 ? fail_context(context, failure, "use mount option", option) : 0;
}

/* What mountinfo shows as the source, where there is no device. */
static int name_source(int context, const char *type) {
    return fsconfig(context, FSCONFIG_SET_STRING, "source", type, 0);
}

/* Returns the detached mount. */
static int create(int context, const char *type, uint64_t attributes, struct failure *failure) {
    if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
        return fail_context(context, failure, "make file system", type);
    int tree = fsmount(context, FSMOUNT_CLOEXEC, (unsigned)attributes);
    return tree >= 0 ? tree : fail(failure, "mount file system '%s'", type);
}

/* Takes the layers one option each where the kernel can (6.8), else all in one string. */
static int configure_layers(int context, const char **lower, size_t count, struct failure *failure) {
    size_t total = 1;
    bool each = true;
    for (size_t i = 0; i < count && each; i++)
        each = fsconfig(context, FSCONFIG_SET_STRING, "lowerdir+", lower[i], 0) == 0;
    if (each)
        return 0;
    if (errno != EINVAL)
        return fail_context(context, failure, "add overlay layer below", lower[0]);
    for (size_t i = 0; i < count; i++)
        total += 2 * strlen(lower[i]) + 1;
    char *joined = malloc(total);
    if (!joined)
        return fail(failure, "join %zu layers", count);
    char *at = joined;
    for (size_t i = 0; i < count; i++) {
        if (i)
            *at++ = ':';
        for (const char *from = lower[i]; *from; from++) {
            if (*from == ':' || *from == '\\' || *from == ',')
                *at++ = '\\';
            *at++ = *from;
        }
    }
    *at = '\0';
    int result = fsconfig(context, FSCONFIG_SET_STRING, "lowerdir", joined, 0);
    if (result < 0)
        fail_context(context, failure, "use overlay layers", joined);
    free(joined);
    return result;
}

static int overlay_context(const char **lower, size_t count, const char *upper, const char *work, bool is_volatile,
                           struct failure *failure) {
    autoclose int context = fsopen("overlay", FSOPEN_CLOEXEC);
    if (context < 0 || name_source(context, "overlay") < 0)
        return fail(failure, "use the overlay file system");
    if (configure_layers(context, lower, count, failure) < 0)
        return -1;
    if (fsconfig(context, FSCONFIG_SET_STRING, "upperdir", upper, 0) < 0)
        return fail_context(context, failure, "use overlay upper directory", upper);
    if (fsconfig(context, FSCONFIG_SET_STRING, "workdir", work, 0) < 0)
        return fail_context(context, failure, "use overlay work directory", work);
    if (is_volatile && fsconfig(context, FSCONFIG_SET_FLAG, "volatile", NULL, 0) < 0)
        return fail_context(context, failure, "use overlay option", "volatile");
    return create(context, "overlay", 0, failure);
}

static int attach_root(struct mounts *mounts, int tree, const char *mount_point, struct failure *failure) {
    autoclose int target = open(mount_point, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (target < 0)
        return fail(failure, "open mount point '%s'", mount_point);
    if (set_attributes(tree, 0, MS_PRIVATE, true) < 0)
        return fail(failure, "keep the root file system private");
    if (attach(tree, target) < 0)
        return fail(failure, "mount the root file system on '%s'", mount_point);
    mounts->root = tree;
    return 0;
}

static int root_overlay(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *mount_point = read_string(fields);
    size_t count;
    const char **lower = read_strings(fields, &count);
    const char *upper = read_string(fields);
    const char *work = read_string(fields);
    bool is_volatile = read_number(fields) != 0;
    if (fields->bad || !lower || count == 0) {
        free(lower);
        return fail_with(failure, EPROTO, "read the overlay's directories");
    }
    int tree = overlay_context(lower, count, upper, work, is_volatile, failure);
    free(lower);
    if (tree < 0 || attach_root(mounts, tree, mount_point, failure) == 0)
        return tree < 0 ? -1 : 0;
    close_fd(&tree);
    return -1;
}

static int root_directory(struct mounts *mounts, const char *directory, struct failure *failure) {
    int tree = open_tree(AT_FDCWD, directory, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (tree < 0)
        return fail(failure, "clone the mounts under '%s'", directory);
    if (attach_root(mounts, tree, directory, failure) == 0)
        return 0;
    close_fd(&tree);
    return -1;
}

/* A tmpfs that covers a directory of the image looks like it, unless its mode was given. */
static int inherit_mode(int context, int target, bool created, struct failure *failure) {
    char mode[8] = "1777";
    struct stat status;
    if (!created) {
        if (fstat(target, &status) < 0)
            return fail(failure, "look at the directory under a tmpfs");
        snprintf(mode, sizeof mode, "%o", status.st_mode & 07777u);
    }
    if (fsconfig(context, FSCONFIG_SET_STRING, "mode", mode, 0) < 0)
        return fail_context(context, failure, "use tmpfs mode", mode);
    return 0;
}

/* An image whose /proc or /sys is a link would get its masks beside the mount they are for (CVE-2019-19921). */
static int refuse_link(int root, const char *type, const char *path, struct failure *failure) {
    if (strcmp(type, "proc") != 0 && strcmp(type, "sysfs") != 0)
        return 0;
    struct stat status;
    autoclose int unfollowed = open_in_root(root, path, O_PATH | O_NOFOLLOW);
    if (unfollowed < 0 || fstat(unfollowed, &status) < 0)
        return fail(failure, "look at '%s'", path);
    return S_ISDIR(status.st_mode) ? 0 : fail_with(failure, ENOTDIR, "mount '%s' on '%s', which is a link", type, path);
}

static int mount_filesystem(struct mounts *mounts, const char *type, const char *path, uint64_t attributes,
                            const char **options, struct failure *failure) {
    bool created;
    autoclose int target = open_target(mounts->root, path, true, &created, failure);
    if (target < 0 || refuse_link(mounts->root, type, path, failure) < 0)
        return -1;
    autoclose int context = fsopen(type, FSOPEN_CLOEXEC);
    if (context < 0 || name_source(context, type) < 0)
        return fail(failure, "use file system '%s'", type);
    bool has_mode = strcmp(type, "tmpfs") != 0;
    for (size_t i = 0; options[i]; i++) {
        has_mode = has_mode || strncmp(options[i], "mode=", 5) == 0;
        if (configure(context, options[i], failure) < 0)
            return -1;
    }
    if (!has_mode && inherit_mode(context, target, created, failure) < 0)
        return -1;
    autoclose int tree = create(context, type, attributes, failure);
    if (tree < 0)
        return -1;
    return attach(tree, target) < 0 ? fail(failure, "mount '%s' on '%s'", type, path) : 0;
}

static int mount_typed(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *type = read_string(fields);
    const char *path = read_string(fields);
    uint64_t attributes = read_number(fields);
    size_t count;
    const char **options = read_strings(fields, &count);
    if (fields->bad || !options)
        return fail_with(failure, EPROTO, "read a mount");
    int result = mount_filesystem(mounts, type, path, attributes, options, failure);
    free(options);
    return result;
}

static int bind(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *source = read_string(fields);
    const char *path = read_string(fields);
    uint64_t attributes = read_number(fields);
    uint64_t recursion = read_number(fields);
    uint64_t propagation = read_number(fields);
    if (fields->bad)
        return fail_with(failure, EPROTO, "read a bind mount");
    unsigned depth = recursion == BIND_SINGLE ? 0 : AT_RECURSIVE;
    autoclose int tree = open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | depth);
    if (tree < 0)
        return fail(failure, "clone the mounts under '%s'", source);
    struct stat status;
    if (fstat(tree, &status) < 0)
        return fail(failure, "look at '%s'", source);
    bool created;
    autoclose int target = open_target(mounts->root, path, S_ISDIR(status.st_mode), &created, failure);
    if (target < 0)
        return -1;
    if (attributes && set_attributes(tree, attributes, 0, recursion == BIND_RECURSIVE) < 0)
        return fail(failure, "set the flags of '%s' on '%s'", source, path);
    if (set_attributes(tree, 0, propagation & ~(uint64_t)MS_REC, (propagation & MS_REC) != 0) < 0)
        return fail(failure, "set the propagation of '%s' on '%s'", source, path);
    return attach(tree, target) < 0 ? fail(failure, "bind '%s' on '%s'", source, path) : 0;
}

static int mask(struct mounts *mounts, const char *path, struct failure *failure) {
    autoclose int target = open_in_root(mounts->root, path, O_PATH);
    if (target < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : fail(failure, "open '%s' to mask it", path);
    struct stat status;
    if (fstat(target, &status) < 0)
        return fail(failure, "look at '%s'", path);
    autoclose int tree = -1;
    if (S_ISDIR(status.st_mode)) {
        autoclose int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
        if (context < 0 || fsconfig(context, FSCONFIG_SET_STRING, "nr_inodes", "1", 0) < 0)
            return fail(failure, "use a tmpfs to mask '%s'", path);
        tree = create(context, "tmpfs", MOUNT_ATTR_RDONLY, failure);
        if (tree < 0)
            return -1;
    } else {
        /* Never the host's: with it the container could change the mode of the host's /dev/null. */
        autoclose int null = open_null(mounts->root, O_PATH);
        if (null < 0)
            return fail_with(failure, ENODEV, "mask '%s': /dev/null of the container is no such device", path);
        tree = open_tree(null, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
        if (tree < 0)
            return fail(failure, "clone /dev/null");
        if (set_attributes(tree, 0, MS_PRIVATE, false) < 0)
            return fail(failure, "keep the mask of '%s' private", path);
    }
    return attach(tree, target) < 0 ? fail(failure, "mask '%s'", path) : 0;
}

static int make_read_only(struct mounts *mounts, const char *path, struct failure *failure) {
    autoclose int target = open_in_root(mounts->root, path, O_PATH);
    if (target < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : fail(failure, "open '%s' to make it read-only", path);
    autoclose int tree = open_tree(target, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
    if (tree < 0)
        return fail(failure, "clone the mounts under '%s'", path);
    if (set_attributes(tree, MOUNT_ATTR_RDONLY, 0, true) < 0)
        return fail(failure, "make '%s' read-only", path);
    return attach(tree, target) < 0 ? fail(failure, "bind '%s' on itself", path) : 0;
}

static int make_node(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *path = read_string(fields);
    mode_t mode = (mode_t)read_number(fields);
    unsigned major_number = (unsigned)read_number(fields);
    unsigned minor_number = (unsigned)read_number(fields);
    uid_t uid = (uid_t)read_number(fields);
    gid_t gid = (gid_t)read_number(fields);
    const char *name;
    if (fields->bad)
        return fail_with(failure, EPROTO, "read a device");
    autoclose int parent = open_parent(mounts->root, path, &name, failure);
    if (parent < 0)
        return -1;
    if (mknodat(parent, name, mode, makedev(major_number, minor_number)) < 0)
        return errno == EEXIST ? 0 : fail(failure, "make device '%s'", path);
    /* The umask took bits away; the node is new and the tree is ours, so the name still means it. */
    if (fchownat(parent, name, uid, gid, AT_SYMLINK_NOFOLLOW) < 0 || fchmodat(parent, name, mode & 07777u, 0) < 0)
        return fail(failure, "set owner and mode of device '%s'", path);
    return 0;
}

static int make_symlink(struct mounts *mounts, const char *path, const char *target, struct failure *failure) {
    const char *name;
    autoclose int parent = open_parent(mounts->root, path, &name, failure);
    if (parent < 0)
        return -1;
    return symlinkat(target, parent, name) < 0 && errno != EEXIST ? fail(failure, "link '%s'", path) : 0;
}

static int make_empty_file(struct mounts *mounts, const char *path, struct failure *failure) {
    const char *name;
    autoclose int parent = open_parent(mounts->root, path, &name, failure);
    if (parent < 0)
        return -1;
    autoclose int file = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0755);
    return file < 0 && errno != EEXIST ? fail(failure, "make file '%s'", path) : 0;
}

/* The old root ends up on top of the new one, where it is detached with everything under it. See pivot_root(2). */
static int pivot(struct mounts *mounts, struct failure *failure) {
    if (fchdir(mounts->root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0)
        return fail(failure, "make the container's root file system the root");
    if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
        return fail(failure, "leave the host's root file system");
    return 0;
}

int mount_operation(struct mounts *mounts, uint32_t code, struct field_reader *fields, struct failure *failure) {
    switch (code) {
    case OP_PROPAGATION:
        if (mount(NULL, "/", NULL, (unsigned long)read_number(fields), NULL) < 0)
            return fail(failure, "stop the propagation of mounts");
        return 0;
    case OP_ROOT_OVERLAY:
        return root_overlay(mounts, fields, failure);
    case OP_ROOT_DIRECTORY:
        return root_directory(mounts, read_string(fields), failure);
    case OP_MOUNT:
        return mount_typed(mounts, fields, failure);
    case OP_BIND:
        return bind(mounts, fields, failure);
    case OP_MASK:
        return mask(mounts, read_string(fields), failure);
    case OP_READ_ONLY:
        return make_read_only(mounts, read_string(fields), failure);
    case OP_NODE:
        return make_node(mounts, fields, failure);
    case OP_SYMLINK: {
        const char *path = read_string(fields);
        return make_symlink(mounts, path, read_string(fields), failure);
    }
    case OP_EMPTY_FILE:
        return make_empty_file(mounts, read_string(fields), failure);
    case OP_ROOT_READ_ONLY:
        if (set_attributes(mounts->root, MOUNT_ATTR_RDONLY, 0, false) < 0)
            return fail(failure, "make the root file system read-only");
        return 0;
    case OP_PIVOT:
        return pivot(mounts, failure);
    default:
        return fail_with(failure, ENOSYS, "carry out operation %u", code);
    }
}
