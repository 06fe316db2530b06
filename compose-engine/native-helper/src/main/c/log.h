/* Docker's json-file log, with bounded memory. */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOG_LINE_MAX = 16384 };

/* One stream's line in the making. */
struct log_line {
    char text[LOG_LINE_MAX];
    size_t length;
};

struct log {
    int fd; /* -1: nothing is logged */
    const char *path;
    uint64_t max_size;  /* bytes after which the next entry begins a new file; 0: none */
    uint64_t max_files; /* 1: the file is emptied instead */
    uint64_t size;      /* of the file, with what is still in the buffer */
    size_t buffered;
    struct log_line lines[2]; /* stdout, stderr */
    char buffer[8 * LOG_LINE_MAX];
};

/* Opens a file for entries to be appended. Returns -1 with errno. */
int log_open_file(const char *path);
/* Takes over the descriptor; with -1 nothing is logged. */
void log_begin(struct log *log, int fd, const char *path, uint64_t max_size, uint64_t max_files);
/* Splits the bytes into lines; `stream` is 0 for stdout, 1 for stderr. */
void log_feed(struct log *log, int stream, const char *bytes, size_t length, int64_t nanos);
/* Writes what is buffered; an error drops it, because a full disk must not stop the container. */
void log_flush(struct log *log);
/* Writes the unfinished lines, too, and closes the file. */
void log_close(struct log *log, int64_t nanos);

/* The length of the UTF-8 sequence at `at`: 0 if it is invalid, -1 if it is cut off by `end`. See RFC 3629, 4. */
int utf8_sequence(const char *at, const char *end);
/* Writes the text as the inside of a JSON string, safe in HTML, at most 6 bytes for each; returns the length. */
size_t json_escape(char *out, const char *text, size_t length);
/* RFC 3339 in UTC with the fraction's trailing zeros left out, as Go has it; returns the length, at most 30. */
size_t format_time(char *out, int64_t nanos);

#endif
