#define _GNU_SOURCE
#include "log.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const int64_t TIME = 1735689600000000000; /* 2025-01-01T00:00:00Z */

static void check_escaped(const char *text, size_t length, const char *expected) {
    char *copy = malloc(length ? length : 1);
    memcpy(copy, text, length);
    char out[512];
    CHECK_BYTES(out, json_escape(out, copy, length), expected);
    free(copy);
}

static void check_sequence(const char *text, int expected) {
    char *copy = malloc(strlen(text));
    memcpy(copy, text, strlen(text));
    CHECK(utf8_sequence(copy, copy + strlen(text)) == expected);
    free(copy);
}

void test_utf8(void) {
    check_sequence("a", 1);
    check_sequence("\xc3\xa9", 2);
    check_sequence("\xe2\x82\xac", 3);
    check_sequence("\xf0\x9f\x98\x80", 4);
    check_sequence("\xf4\x8f\xbf\xbf", 4);
    check_sequence("\xc3", -1);
    check_sequence("\xf0\x9f\x98", -1);
    check_sequence("\x80", 0);
    check_sequence("\xc0\x80", 0);         /* overlong */
    check_sequence("\xe0\x80\x80", 0);     /* overlong */
    check_sequence("\xed\xa0\x80", 0);     /* a surrogate */
    check_sequence("\xf4\x90\x80\x80", 0); /* beyond U+10FFFF */
    check_sequence("\xff", 0);
    check_sequence("\xe2\x28", 0);
}

static void texts_are_escaped_as_go_does(void) {
    check_escaped("plain", 5, "plain");
    check_escaped("a\"b\\c\n\r", 7, "a\\\"b\\\\c\\n\\r");
    check_escaped("\t\x1b\0", 3, "\\u0009\\u001b\\u0000");
    check_escaped("<b>&", 4, "\\u003cb\\u003e\\u0026");
    check_escaped("\xe2\x80\xa8\xe2\x80\xa9", 6, "\\u2028\\u2029");
    check_escaped("\xe2\x82\xac", 3, "\xe2\x82\xac");
    check_escaped("\xff\x80z", 3, "\\ufffd\\ufffdz");
    check_escaped("\xe2\x82", 2, "\\ufffd\\ufffd");
}

static void times_lose_trailing_zeros(void) {
    char out[40];
    CHECK_BYTES(out, format_time(out, TIME), "2025-01-01T00:00:00Z");
    CHECK_BYTES(out, format_time(out, TIME + 120000000), "2025-01-01T00:00:00.12Z");
    CHECK_BYTES(out, format_time(out, TIME + 1), "2025-01-01T00:00:00.000000001Z");
}

static struct log *open_log(const char *directory, uint64_t size, uint64_t files) {
    static struct log log;
    static char path[256];
    memset(&log, 0, sizeof log);
    snprintf(path, sizeof path, "%s/log", directory);
    log_begin(&log, log_open_file(path), path, size, files);
    CHECK(log.fd >= 0);
    return &log;
}

static void lines_are_entries_and_streams_do_not_mix(void) {
    const char *directory = temporary_directory();
    struct log *log = open_log(directory, 0, 1);
    log_feed(log, 0, "one\ntw", 6, TIME);
    log_feed(log, 1, "err\n", 4, TIME);
    log_feed(log, 0, "o\nrest", 6, TIME);
    log_close(log, TIME);
    char *content = read_whole(directory, "log");
    CHECK_BYTES(content, strlen(content),
                "{\"log\":\"one\\n\",\"stream\":\"stdout\",\"time\":\"2025-01-01T00:00:00Z\"}\n"
                "{\"log\":\"err\\n\",\"stream\":\"stderr\",\"time\":\"2025-01-01T00:00:00Z\"}\n"
                "{\"log\":\"two\\n\",\"stream\":\"stdout\",\"time\":\"2025-01-01T00:00:00Z\"}\n"
                "{\"log\":\"rest\",\"stream\":\"stdout\",\"time\":\"2025-01-01T00:00:00Z\"}\n");
    free(content);
    remove_directory(directory);
}

static void a_long_line_is_cut_between_characters(void) {
    const char *directory = temporary_directory();
    struct log *log = open_log(directory, 0, 1);
    char *line = malloc(LOG_LINE_MAX + 10);
    memset(line, 'x', LOG_LINE_MAX + 10);
    memcpy(line + LOG_LINE_MAX - 1, "\xe2\x82\xac", 3);
    log_feed(log, 0, line, LOG_LINE_MAX + 10, TIME);
    log_close(log, TIME);
    char *content = read_whole(directory, "log");
    char *second = strchr(content, '\n') + 1;
    CHECK(!strstr(content, "ufffd"));
    CHECK((size_t)(strchr(content, 'x') - content) == 8);
    CHECK(strspn(content + 8, "x") == LOG_LINE_MAX - 1);
    CHECK(strncmp(second, "{\"log\":\"\xe2\x82\xacxxxxxxxx\",", 21) == 0);
    free(content);
    free(line);
    remove_directory(directory);
}

static void the_worst_bytes_fit_the_buffer(void) {
    const char *directory = temporary_directory();
    struct log *log = open_log(directory, 0, 1);
    char *line = malloc(LOG_LINE_MAX);
    memset(line, '\xff', LOG_LINE_MAX);
    for (int i = 0; i < 3; i++)
        log_feed(log, i & 1, line, LOG_LINE_MAX, TIME);
    log_close(log, TIME);
    CHECK(log->size > 3 * 6 * LOG_LINE_MAX);
    free(line);
    remove_directory(directory);
}

static void a_full_file_makes_room(void) {
    const char *directory = temporary_directory();
    struct log *log = open_log(directory, 100, 3);
    for (char name = 'a'; name <= 'j'; name++) {
        log_feed(log, 0, (char[]){name, '\n'}, 2, TIME);
        log_flush(log);
    }
    log_close(log, TIME);
    /* An entry has 63 bytes: each file takes two, the second of which crosses the limit. */
    char *newest = read_whole(directory, "log"), *middle = read_whole(directory, "log.1"),
         *oldest = read_whole(directory, "log.2");
    CHECK(newest && strstr(newest, "\"i\\n\"") && strstr(newest, "\"j\\n\"") && !strstr(newest, "\"h\\n\""));
    CHECK(middle && strstr(middle, "\"g\\n\"") && strstr(middle, "\"h\\n\""));
    CHECK(oldest && strstr(oldest, "\"e\\n\"") && strstr(oldest, "\"f\\n\""));
    CHECK(!read_whole(directory, "log.3"));
    free(newest);
    free(middle);
    free(oldest);
    remove_directory(directory);
}

static void a_single_file_is_emptied(void) {
    const char *directory = temporary_directory();
    struct log *log = open_log(directory, 100, 1);
    log_feed(log, 0, "a\nb\nc\n", 6, TIME);
    log_close(log, TIME);
    char *content = read_whole(directory, "log");
    CHECK(content && strstr(content, "\"c\\n\"") && !strstr(content, "\"a\\n\""));
    free(content);
    remove_directory(directory);
}

void test_log(void) {
    texts_are_escaped_as_go_does();
    times_lose_trailing_zeros();
    lines_are_entries_and_streams_do_not_mix();
    a_long_line_is_cut_between_characters();
    the_worst_bytes_fit_the_buffer();
    a_full_file_makes_room();
    a_single_file_is_emptied();
}
