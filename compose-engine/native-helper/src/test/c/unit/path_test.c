#define _GNU_SOURCE
#include "helper.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool exists(int root, const char *path, mode_t kind) {
    struct stat status;
    return fstatat(root, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && (status.st_mode & S_IFMT) == kind;
}

static void missing_targets_are_made_within_the_root(int root) {
    struct failure failure;
    bool created;
    autoclose int directory = open_target(root, "/a/b/c", true, &created, &failure);
    CHECK(directory >= 0 && created && exists(root, "a/b/c", S_IFDIR));
    autoclose int file = open_target(root, "/a/x/file", false, &created, &failure);
    CHECK(file >= 0 && created && exists(root, "a/x/file", S_IFREG));
    autoclose int again = open_target(root, "a/b/../b//c/", true, &created, &failure);
    CHECK(again >= 0 && !created);
}

static void links_do_not_lead_out(int root, const char *outside) {
    struct failure failure;
    bool created;
    CHECK(symlinkat("/", root, "top") == 0);
    CHECK(symlinkat("../../../../../..", root, "up") == 0);
    autoclose int through_top = open_target(root, "/top/made-by-link", true, &created, &failure);
    CHECK(through_top >= 0 && exists(root, "made-by-link", S_IFDIR));
    autoclose int through_up = open_target(root, "/up/also-made", true, &created, &failure);
    CHECK(through_up >= 0 && exists(root, "also-made", S_IFDIR));
    autoclose int dots = open_target(root, "/../../dots", true, &created, &failure);
    CHECK(dots >= 0 && exists(root, "dots", S_IFDIR));
    CHECK(!exists(AT_FDCWD, outside, S_IFDIR));
}

static void dangling_links_are_followed_within_the_root(int root) {
    struct failure failure = {0};
    bool created;
    CHECK(symlinkat("../run/resolve/stub", root, "a/resolv.conf") == 0);
    autoclose int file = open_target(root, "/a/resolv.conf", false, &created, &failure);
    CHECK(file >= 0 && created && exists(root, "run/resolve/stub", S_IFREG));
    CHECK(symlinkat("/../../var/devices", root, "dev") == 0);
    autoclose int directory = open_target(root, "/dev/pts", true, &created, &failure);
    CHECK(directory >= 0 && exists(root, "var/devices/pts", S_IFDIR));
    CHECK(symlinkat("loop", root, "loop") == 0);
    CHECK(open_target(root, "/loop", true, &created, &failure) < 0 && failure.error == ELOOP);
}

static void a_file_is_no_directory(int root) {
    struct failure failure = {0};
    bool created;
    CHECK(open_target(root, "/a/x/file", true, &created, &failure) < 0 && failure.error == ENOTDIR);
    CHECK(open_target(root, "/a/b", false, &created, &failure) < 0 && failure.error == EISDIR);
    CHECK(open_target(root, "/a/x/file/below", true, &created, &failure) < 0);
}

static void odd_names_are_refused(int root) {
    struct failure failure = {0};
    const char *name;
    CHECK(!is_last_component_usable("") && !is_last_component_usable(".") && !is_last_component_usable(".."));
    CHECK(!is_last_component_usable("a/b") && is_last_component_usable("..a"));
    CHECK(open_parent(root, "/a/..", &name, &failure) < 0 && failure.error == EINVAL);
    char path[5000];
    memset(path, 'x', sizeof path);
    path[0] = '/';
    path[sizeof path - 2] = '/';
    path[sizeof path - 1] = '\0';
    bool created;
    CHECK(open_target(root, path, true, &created, &failure) < 0 && failure.error == ENAMETOOLONG);
}

void test_path(void) {
    const char *directory = temporary_directory();
    char outside[300];
    snprintf(outside, sizeof outside, "%s/../made-by-link", directory);
    autoclose int root = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(root >= 0);
    missing_targets_are_made_within_the_root(root);
    links_do_not_lead_out(root, outside);
    dangling_links_are_followed_within_the_root(root);
    a_file_is_no_directory(root);
    odd_names_are_refused(root);
    remove_directory(directory);
}
