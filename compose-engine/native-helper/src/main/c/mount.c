/*
 * The mount tree. Every mount is made detached, gets its flags, and is then attached to a descriptor that was resolved
 * beneath the container's root: nothing is ever mounted onto a path by name, and no process sees a mount without its flags.
 */
#define _GNU_SOURCE
#include "mount.h"

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

int open_null(int root, int flags) {
    struct stat status;
    int null = open_in_root(root, "/dev/null", flags | O_NOFOLLOW);
    if (null >= 0 && (fstat(null, &status) < 0 || !S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3)))
        close_fd(&null);
    return null;
}

int mounts_begin(struct mounts *mounts, struct failure *failure) {
    struct statfs filesystem;
    mounts->proc = open("/proc", O_PATH | O_CLOEXEC | O_DIRECTORY);
    if (mounts->proc < 0 || fstatfs(mounts->proc, &filesystem) < 0)
        return fail(failure, "open /proc");
    if (filesystem.f_type != PROC_SUPER_MAGIC)
        return fail_with(failure, ENODEV, "open /proc, which is no procfs");
    return 0;
}

void mounts_end(struct mounts *mounts) {
    close_fd(&mounts->root);
    close_fd(&mounts->proc);
    for (; mounts->id_mapping_count > 0; mounts->id_mapping_count--)
        close_fd(&mounts->id_mappings[mounts->id_mapping_count - 1]);
    for (; mounts->staged_count > 0; mounts->staged_count--)
        close_fd(&mounts->staged[mounts->staged_count - 1]);
}

int attach_root(struct mounts *mounts, int tree, const char *mount_point, struct failure *failure) {
    autoclose int target = open(mount_point, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (target < 0)
        return fail(failure, "open mount point '%s'", mount_point);
    if (mount_set(tree, 0, MS_PRIVATE, true) < 0)
        return fail(failure, "keep the root file system private");
    if (mount_attach(tree, target) < 0)
        return fail(failure, "mount the root file system on '%s'", mount_point);
    mounts->root = tree;
    return 0;
}

static int root_overlay(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *mount_point = read_string(fields);
    int tree = read_overlay(fields, failure);
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
    if (context < 0 || filesystem_name(context, type) < 0)
        return fail(failure, "use file system '%s'", type);
    bool has_mode = strcmp(type, "tmpfs") != 0;
    for (size_t i = 0; options[i]; i++) {
        has_mode = has_mode || strncmp(options[i], "mode=", 5) == 0;
        if (filesystem_option(context, options[i], failure) < 0)
            return -1;
    }
    if (!has_mode && inherit_mode(context, target, created, failure) < 0)
        return -1;
    autoclose int tree = filesystem_create(context, type, attributes, failure);
    if (tree < 0)
        return -1;
    return mount_attach(tree, target) < 0 ? fail(failure, "mount '%s' on '%s'", type, path) : 0;
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

int clone_source(struct mounts *mounts, const char *source, struct field_reader *fields, struct failure *failure) {
    uint64_t attributes = read_number(fields);
    uint64_t recursion = read_number(fields);
    uint64_t propagation = read_number(fields);
    uint64_t id_mapping = read_number(fields);
    if (fields->bad)
        return fail_with(failure, EPROTO, "read a bind mount");
    unsigned depth = recursion == BIND_SINGLE ? 0 : AT_RECURSIVE;
    autoclose int tree = open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | depth);
    if (tree < 0)
        return fail(failure, "clone the mounts under '%s'", source);
    if (id_mapping) {
        int mapping = id_mapping_find(mounts, id_mapping, failure);
        if (mapping < 0 || mount_id_mapped(tree, mapping, depth, source, failure) < 0)
            return -1;
    }
    if (attributes && mount_set(tree, attributes, 0, recursion == BIND_RECURSIVE) < 0)
        return fail(failure, "set the flags of '%s'", source);
    if (mount_set(tree, 0, propagation & ~(uint64_t)MS_REC, (propagation & MS_REC) != 0) < 0)
        return fail(failure, "set the propagation of '%s'", source);
    int result = tree;
    tree = -1;
    return result;
}

int attach_bind(struct mounts *mounts, int tree, const char *source, const char *path, struct failure *failure) {
    struct stat status;
    if (fstat(tree, &status) < 0)
        return fail(failure, "look at '%s'", source);
    bool created;
    autoclose int target = open_target(mounts->root, path, S_ISDIR(status.st_mode), &created, failure);
    if (target < 0)
        return -1;
    return mount_attach(tree, target) < 0 ? fail(failure, "bind '%s' on '%s'", source, path) : 0;
}

static int bind(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *source = read_string(fields);
    const char *path = read_string(fields);
    autoclose int tree = clone_source(mounts, source, fields, failure);
    return tree < 0 ? -1 : attach_bind(mounts, tree, source, path, failure);
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
        tree = filesystem_create(context, "tmpfs", MOUNT_ATTR_RDONLY, failure);
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
        if (mount_set(tree, 0, MS_PRIVATE, false) < 0)
            return fail(failure, "keep the mask of '%s' private", path);
    }
    return mount_attach(tree, target) < 0 ? fail(failure, "mask '%s'", path) : 0;
}

static int make_read_only(struct mounts *mounts, const char *path, struct failure *failure) {
    autoclose int target = open_in_root(mounts->root, path, O_PATH);
    if (target < 0)
        return errno == ENOENT || errno == ENOTDIR ? 0 : fail(failure, "open '%s' to make it read-only", path);
    autoclose int tree = open_tree(target, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
    if (tree < 0)
        return fail(failure, "clone the mounts under '%s'", path);
    if (mount_set(tree, MOUNT_ATTR_RDONLY, 0, true) < 0)
        return fail(failure, "make '%s' read-only", path);
    return mount_attach(tree, target) < 0 ? fail(failure, "bind '%s' on itself", path) : 0;
}

int make_node(int root, struct field_reader *fields, struct failure *failure) {
    const char *path = read_string(fields);
    mode_t mode = (mode_t)read_number(fields);
    unsigned major_number = (unsigned)read_number(fields);
    unsigned minor_number = (unsigned)read_number(fields);
    uid_t uid = (uid_t)read_number(fields);
    gid_t gid = (gid_t)read_number(fields);
    const char *name;
    if (fields->bad)
        return fail_with(failure, EPROTO, "read a device");
    autoclose int parent = open_parent(root, path, &name, failure);
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
        return make_node(mounts->root, fields, failure);
    case OP_SYMLINK: {
        const char *path = read_string(fields);
        return make_symlink(mounts, path, read_string(fields), failure);
    }
    case OP_EMPTY_FILE:
        return make_empty_file(mounts, read_string(fields), failure);
    case OP_ROOT_READ_ONLY:
        if (mount_set(mounts->root, MOUNT_ATTR_RDONLY, 0, false) < 0)
            return fail(failure, "make the root file system read-only");
        return 0;
    case OP_PIVOT:
        return pivot(mounts, failure);
    default:
        return stage_operation(mounts, code, fields, failure);
    }
}
