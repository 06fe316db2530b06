/*
 * Mounts that are readied by one process and attached by another, which has fewer rights: once in a user namespace, it can
 * neither reach the engine's directories nor change the owners that files are seen with.
 */
#define _GNU_SOURCE
#include "mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

int mount_id_mapped(int tree, int id_mapping, unsigned depth, const char *source, struct failure *failure) {
    struct mount_attr attributes = {.attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t)(unsigned)id_mapping};
    if (mount_setattr(tree, "", AT_EMPTY_PATH | depth, &attributes, sizeof attributes) == 0)
        return 0;
    struct statfs filesystem = {0};
    int error = errno;
    fstatfs(tree, &filesystem);
    return fail_with(failure, error, "map the owners of '%s', whose file system (type %#lx) may not support that", source,
                     (unsigned long)filesystem.f_type);
}

/* Takes over the mount, or passes on that there is none. */
static int stage(struct mounts *mounts, int tree, struct failure *failure) {
    if (tree < 0)
        return -1;
    if (mounts->staged_count == STAGED_MAX) {
        close(tree);
        return fail_with(failure, E2BIG, "ready more than %d mounts", STAGED_MAX);
    }
    mounts->staged[mounts->staged_count++] = tree;
    return 0;
}

static int find_staged(const struct mounts *mounts, uint64_t number, struct failure *failure) {
    return number < mounts->staged_count
               ? mounts->staged[number]
               : fail_with(failure, EPROTO, "find mount %llu", (unsigned long long)number);
}

/* Covers the directory with itself; only for a mount namespace that nobody else sees. */
static int map_in_place(struct mounts *mounts, const char *path, uint64_t number, struct failure *failure) {
    int mapping = id_mapping_find(mounts, number, failure);
    if (mapping < 0)
        return -1;
    autoclose int target = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    autoclose int tree = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (target < 0 || tree < 0)
        return fail(failure, "open '%s'", path);
    if (mount_id_mapped(tree, mapping, 0, path, failure) < 0)
        return -1;
    return mount_attach(tree, target) < 0 ? fail(failure, "mount '%s' on itself", path) : 0;
}

static int stage_filesystem(struct mounts *mounts, struct field_reader *fields, struct failure *failure) {
    const char *type = read_string(fields);
    uint64_t attributes = read_number(fields);
    size_t count;
    const char **options = read_strings(fields, &count);
    if (fields->bad || !options)
        return fail_with(failure, EPROTO, "read a mount");
    autoclose int context = fsopen(type, FSOPEN_CLOEXEC);
    int result = context < 0 || filesystem_name(context, type) < 0 ? fail(failure, "use file system '%s'", type) : 0;
    for (size_t i = 0; i < count && result == 0; i++)
        result = filesystem_option(context, options[i], failure);
    free(options);
    return result < 0 ? -1 : stage(mounts, filesystem_create(context, type, attributes, failure), failure);
}

static int attach_staged(struct mounts *mounts, uint64_t number, const char *path, struct failure *failure) {
    int tree = find_staged(mounts, number, failure);
    return tree < 0 ? -1 : attach_bind(mounts, tree, "what was readied", path, failure);
}

static int attach_staged_root(struct mounts *mounts, uint64_t number, const char *mount_point, struct failure *failure) {
    int tree = find_staged(mounts, number, failure);
    if (tree < 0 || attach_root(mounts, tree, mount_point, failure) < 0)
        return -1;
    mounts->staged[number] = -1;
    return 0;
}

int stage_operation(struct mounts *mounts, uint32_t code, struct field_reader *fields, struct failure *failure) {
    const char *text;
    uint64_t number;
    switch (code) {
    case OP_ID_MAPPING:
        text = read_string(fields);
        return id_mapping_make(mounts, text, read_string(fields), failure);
    case OP_ID_MAP:
        text = read_string(fields);
        return map_in_place(mounts, text, read_number(fields), failure);
    case OP_STAGE_OVERLAY:
        return stage(mounts, read_overlay(fields, failure), failure);
    case OP_STAGE_BIND:
        text = read_string(fields);
        return stage(mounts, clone_source(mounts, text, fields, failure), failure);
    case OP_STAGE_MOUNT:
        return stage_filesystem(mounts, fields, failure);
    case OP_STAGE_NODE:
        number = mounts->staged_count ? mounts->staged_count - 1 : 0;
        return find_staged(mounts, number, failure) < 0 ? -1 : make_node(mounts->staged[number], fields, failure);
    case OP_ATTACH:
        number = read_number(fields);
        return attach_staged(mounts, number, read_string(fields), failure);
    case OP_ATTACH_ROOT:
        number = read_number(fields);
        return attach_staged_root(mounts, number, read_string(fields), failure);
    default:
        return fail_with(failure, ENOSYS, "carry out operation %u", code);
    }
}
