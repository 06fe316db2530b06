/* The little there is to a test: a check that says where it failed and goes on. */
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stddef.h>

extern int checks_failed;

void check_that(bool condition, const char *text, const char *file, int line);
void check_bytes(const char *actual, size_t length, const char *expected, const char *file, int line);

#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)
#define CHECK_BYTES(actual, length, expected) check_bytes((actual), (length), (expected), __FILE__, __LINE__)

void test_record(void);
void test_utf8(void);
void test_log(void);
void test_path(void);
void test_control(void);
void test_spawn(void);

/* Makes a directory of its own beneath the working directory; the name is static. */
const char *temporary_directory(void);
void remove_directory(const char *path);
/* The file's content, NUL-terminated; the caller frees it. NULL if there is none. */
char *read_whole(const char *directory, const char *name);

#endif
