/* New file systems as detached mounts, and what can be said of a mount before it is attached. */
#define _GNU_SOURCE
#include "mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

int mount_attach(int tree, int target) {
    return move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

int mount_set(int tree, uint64_t set, uint64_t propagation, bool recursive) {
    struct mount_attr attributes = {.attr_set = set, .propagation = propagation};
    if (set & MOUNT_ATTR__ATIME)
        attributes.attr_clr = MOUNT_ATTR__ATIME;
    unsigned flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0u);
    return mount_setattr(tree, "", flags, &attributes, sizeof attributes);
}

int fail_context(int context, struct failure *failure, const char *what, const char *detail) {
    int error = errno;
    char message[256];
    ssize_t length = read(context, message, sizeof message - 1);
    if (length < 0)
        return fail_with(failure, error, "%s '%s'", what, detail);
    message[length] = '\0';
    return fail_with(failure, error, "%s '%s': %s", what, detail, message);
}

int filesystem_option(int context, const char *option, struct failure *failure) {
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

int filesystem_name(int context, const char *type) {
    return fsconfig(context, FSCONFIG_SET_STRING, "source", type, 0);
}

int filesystem_create(int context, const char *type, uint64_t attributes, struct failure *failure) {
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
    if (context < 0 || filesystem_name(context, "overlay") < 0)
        return fail(failure, "use the overlay file system");
    if (configure_layers(context, lower, count, failure) < 0)
        return -1;
    if (fsconfig(context, FSCONFIG_SET_STRING, "upperdir", upper, 0) < 0)
        return fail_context(context, failure, "use overlay upper directory", upper);
    if (fsconfig(context, FSCONFIG_SET_STRING, "workdir", work, 0) < 0)
        return fail_context(context, failure, "use overlay work directory", work);
    if (is_volatile && fsconfig(context, FSCONFIG_SET_FLAG, "volatile", NULL, 0) < 0)
        return fail_context(context, failure, "use overlay option", "volatile");
    return filesystem_create(context, "overlay", 0, failure);
}

int read_overlay(struct field_reader *fields, struct failure *failure) {
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
    return tree;
}
