#define _GNU_SOURCE
#include "helper.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int checks_failed;

void check_that(bool condition, const char *text, const char *file, int line) {
    if (condition)
        return;
    fprintf(stderr, "%s:%d: failed: %s\n", file, line, text);
    checks_failed++;
}

void check_bytes(const char *actual, size_t length, const char *expected, const char *file, int line) {
    if (strlen(expected) == length && memcmp(actual, expected, length) == 0)
        return;
    fprintf(stderr, "%s:%d: expected '%s', got '%.*s'\n", file, line, expected, (int)length, actual);
    checks_failed++;
}

const char *temporary_directory(void) {
    static char path[64];
    strcpy(path, "helper-test-XXXXXX");
    if (!mkdtemp(path)) {
        perror("mkdtemp");
        exit(1);
    }
    return path;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

void remove_directory(const char *path) {
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

char *read_whole(const char *directory, const char *name) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    char *content = calloc(1, 1 << 20);
    if (content && fread(content, 1, (1 << 20) - 1, file) == 0)
        content[0] = '\0';
    fclose(file);
    return content;
}

/* valgrind before 3.23 does not know openat2, on which all path resolution rests. */
static bool has_openat2(void) {
    int fd = open_in_root(AT_FDCWD, ".", O_PATH);
    bool known = fd >= 0 || errno != ENOSYS;
    close_fd(&fd);
    return known;
}

int main(void) {
    test_record();
    test_utf8();
    test_log();
    if (has_openat2())
        test_path();
    else
        printf("native-helper: path tests skipped: no openat2 here\n");
    test_control();
    if (has_openat2() && geteuid() == 0)
        test_spawn();
    else
        printf("native-helper: tests of operations skipped: they need root\n");
    printf("native-helper: %s\n", checks_failed ? "unit tests FAILED" : "unit tests passed");
    return checks_failed ? 1 : 0;
}
