#define _GNU_SOURCE
#include "helper.h"
#include "test.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A process of its own in everything that an operation could change. */
static const uint64_t APART = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP;

static uint8_t bytes[1024];
static size_t length;

static void put(uint64_t value, size_t size) {
    for (size_t i = 0; i < size; i++)
        bytes[length++] = (uint8_t)(value >> (8 * i));
}

static void begin(void) {
    memcpy(bytes, "JCH1", 4);
    length = 4;
}

static void put_text(const char *text) {
    size_t size = strlen(text) + 1;
    put(size, 4);
    memcpy(bytes + length, text, size);
    length += size;
}

static void put_operation(uint32_t code) {
    put(code, 4);
    put(0, 4);
}

static void put_clone(uint64_t flags) {
    put(OP_CLONE, 4);
    put(8, 4);
    put(flags, 8);
}

/* Starts what the record says, with somebody who waits for it; it is not to succeed. */
static struct failure start(void) {
    int ends[2];
    struct container container = {.pidfd = -1, .input = -1, .output = {-1, -1}, .log = -1, .peer = -1,
                                  .mounts = NO_MOUNTS};
    struct failure failure = {0};
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    CHECK(record_parse(&container.record, bytes, length) == 0);
    CHECK(container_start(&container, ends[0], &failure) < 0);
    CHECK(failure.text[0] != '\0');
    record_free(&container.record);
    int *const descriptors[] = {&container.pidfd, &container.input, &container.output[0], &container.output[1],
                                &container.log,   &container.peer,  &ends[0],             &ends[1],
                                &helper_binary};
    for (size_t i = 0; i < sizeof descriptors / sizeof descriptors[0]; i++)
        close_fd(descriptors[i]);
    return failure;
}

static void a_record_needs_a_process_and_a_command(void) {
    begin();
    CHECK(strcmp(start().text, "find a process in the record") == 0);
    begin();
    put_clone(APART);
    struct failure failure = start();
    CHECK(failure.error == EPROTO && strcmp(failure.text, "find a command in the record") == 0);
}

static void an_unknown_operation_is_refused_on_both_sides(void) {
    static const uint32_t unknown[] = {0, 19, 39, 79, 99};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        begin();
        put_operation(unknown[i]);
        CHECK(start().error == ENOSYS);
        begin();
        put_clone(APART);
        put_operation(unknown[i]);
        CHECK(start().error == ENOSYS);
    }
}

/* Whatever an operation does without its fields, it does not pass for done. */
static void operations_without_their_fields_fail(void) {
    static const uint32_t supervisor[] = {OP_EXIT_RECORD, OP_LOG, OP_STDIO, OP_CGROUP, OP_CGROUP_WRITE,
                                          OP_CGROUP_DEVICES, OP_OOM_COUNTER, OP_SETNS, OP_SETNS_FD, OP_ID_MAPPING};
    static const uint32_t child[] = {
        OP_SETNS, OP_SETNS_FD, OP_UNSHARE, OP_HOSTNAME, OP_DOMAINNAME, OP_KEYRING, OP_OOM_SCORE, OP_SYSCTL, OP_PROPAGATION,
        OP_ROOT_OVERLAY, OP_ROOT_DIRECTORY, OP_MOUNT, OP_BIND, OP_MASK, OP_READ_ONLY, OP_NODE, OP_SYMLINK, OP_EMPTY_FILE,
        OP_ROOT_READ_ONLY, OP_PIVOT, OP_CONSOLE, OP_DIRECTORY, OP_RLIMIT, OP_BOUNDING, OP_SECCOMP, OP_GROUPS, OP_IDS,
        OP_CAPABILITIES, OP_UMASK, OP_RLIMIT_RAISE, OP_LABEL, OP_ID_MAPPING, OP_ID_MAP, OP_STAGE_OVERLAY, OP_STAGE_BIND,
        OP_STAGE_MOUNT, OP_STAGE_NODE, OP_ATTACH, OP_ATTACH_ROOT, OP_EXEC};
    for (size_t i = 0; i < sizeof supervisor / sizeof supervisor[0]; i++) {
        begin();
        put_operation(supervisor[i]);
        put_clone(APART);
        CHECK(start().operation == 0);
    }
    for (size_t i = 0; i < sizeof child / sizeof child[0]; i++) {
        begin();
        put_clone(APART);
        put_operation(OP_AWAIT_CGROUP);
        put_operation(child[i]);
        struct failure failure = start();
        if (failure.operation != 2)
            fprintf(stderr, "operation %u: '%s'\n", child[i], failure.text);
        CHECK(failure.operation == 2);
    }
}

static void namespaces_that_exclude_each_other_are_told(void) {
    begin();
    put_clone(CLONE_FS | CLONE_NEWNS);
    struct failure failure = start();
    CHECK(failure.error == EINVAL && strstr(failure.text, "make a process in namespaces"));
}

/* As long as nothing is entered, all operations are those of a child; whoever stands between fails as one does. */
static void what_comes_before_a_user_namespace_fails_as_in_a_child(void) {
    static const char path[] = "/proc/self/ns/uts";
    begin();
    put(OP_USER_NAMESPACE, 4);
    put(4 + sizeof path, 4);
    put_text(path);
    size_t opened = length;
    struct failure failure = start();
    CHECK(failure.error == EPROTO && strcmp(failure.text, "find a command in the record") == 0);
    put_operation(OP_HOSTNAME); /* of the host itself, which is to keep its own */
    char before[65] = "", after[65] = "";
    CHECK(gethostname(before, sizeof before) == 0);
    failure = start();
    CHECK(failure.operation == 1);
    CHECK(gethostname(after, sizeof after) == 0 && strcmp(before, after) == 0);
    length = opened;
    put_clone(APART);
    failure = start();
    CHECK(failure.operation == 1 && strstr(failure.text, "enter the user namespace"));
    begin();
    put_operation(OP_USER_NAMESPACE);
    put_clone(APART);
    CHECK(strstr(start().text, "enter the user namespace"));
}

static void id_mappings_are_counted_and_few(void) {
    static const char map[] = "0 0 1";
    begin();
    for (int i = 0; i <= ID_MAPPINGS_MAX; i++) {
        put(OP_ID_MAPPING, 4);
        put(2 * (4 + sizeof map), 4);
        put_text(map);
        put_text(map);
    }
    struct failure failure = start();
    CHECK(failure.operation == ID_MAPPINGS_MAX && failure.error == E2BIG);
    struct mounts none = NO_MOUNTS;
    CHECK(id_mapping_find(&none, 0, &failure) < 0 && id_mapping_find(&none, 1, &failure) < 0);
    CHECK(id_mapping_make(&none, "0 0 1", "no map", &failure) < 0 && strstr(failure.text, "set the gid_map 'no map'"));
    CHECK(none.id_mapping_count == 0);
}

static void nobody_waits_for_a_start_in_vain(void) {
    int ends[2];
    struct container container = {.pidfd = -1, .input = -1, .output = {-1, -1}, .log = -1, .peer = -1,
                                  .mounts = NO_MOUNTS};
    struct failure failure = {0};
    begin();
    put_clone(APART);
    put_operation(OP_AWAIT_CGROUP);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    close(ends[1]);
    CHECK(record_parse(&container.record, bytes, length) == 0);
    CHECK(container_start(&container, ends[0], &failure) < 0);
    CHECK(failure.error == ECANCELED || failure.error == EPROTO);
    record_free(&container.record);
    close_fd(&container.pidfd);
    close_fd(&container.output[0]);
    close_fd(&container.output[1]);
    close_fd(&ends[0]);
    close_fd(&helper_binary);
}

void test_spawn(void) {
    a_record_needs_a_process_and_a_command();
    an_unknown_operation_is_refused_on_both_sides();
    operations_without_their_fields_fail();
    namespaces_that_exclude_each_other_are_told();
    what_comes_before_a_user_namespace_fails_as_in_a_child();
    id_mappings_are_counted_and_few();
    nobody_waits_for_a_start_in_vain();
}
