#define _GNU_SOURCE
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* An escaped line, its frame and the time. */
enum { ENTRY_MAX = 6 * LOG_LINE_MAX + 128 };

int utf8_sequence(const char *at, const char *end) {
    unsigned char first = (unsigned char)at[0];
    if (first < 0x80)
        return 1;
    int length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    for (int i = 1; i < length; i++) {
        if (at + i == end)
            return -1;
        unsigned char next = (unsigned char)at[i];
        unsigned char low = 0x80, high = 0xbf;
        if (i == 1) {
            low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : low;
            high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : high;
        }
        if (next < low || next > high)
            return 0;
    }
    return length;
}

size_t json_escape(char *out, const char *text, size_t length) {
    static const char digits[] = "0123456789abcdef";
    const char *end = text + length;
    char *to = out;
    while (text < end) {
        int sequence = utf8_sequence(text, end);
        unsigned char byte = (unsigned char)*text;
        if (sequence <= 0) {
            memcpy(to, "\\ufffd", 6);
            to += 6;
            text++;
        } else if (sequence == 3 && byte == 0xe2 && (unsigned char)text[1] == 0x80 && ((unsigned char)text[2] & 0xfe) == 0xa8) {
            /* Line and paragraph separator end a line in JavaScript. */
            memcpy(to, "\\u2028", 6);
            to[5] = digits[(unsigned char)text[2] & 0xf];
            to += 6;
            text += 3;
        } else if (sequence > 1) {
            memcpy(to, text, (size_t)sequence);
            to += sequence;
            text += sequence;
        } else {
            text++;
            if (byte == '"' || byte == '\\' || byte == '\n' || byte == '\r') {
                *to++ = '\\';
                *to++ = byte == '\n' ? 'n' : byte == '\r' ? 'r' : (char)byte;
            } else if (byte < 0x20 || byte == '<' || byte == '>' || byte == '&') {
                memcpy(to, "\\u00", 4);
                to[4] = digits[byte >> 4];
                to[5] = digits[byte & 0xf];
                to += 6;
            } else {
                *to++ = (char)byte;
            }
        }
    }
    return (size_t)(to - out);
}

size_t format_time(char *out, int64_t nanos) {
    time_t seconds = (time_t)(nanos / 1000000000);
    long fraction = (long)(nanos % 1000000000);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    size_t length = strftime(out, 30, "%Y-%m-%dT%H:%M:%S", &parts);
    if (fraction) {
        char digits[16];
        int count = snprintf(digits, sizeof digits, ".%09ld", fraction);
        while (count > 0 && digits[count - 1] == '0')
            count--;
        memcpy(out + length, digits, (size_t)count);
        length += (size_t)count;
    }
    out[length++] = 'Z';
    return length;
}

int log_open_file(const char *path) {
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
}

void log_begin(struct log *log, int fd, const char *path, uint64_t max_size, uint64_t max_files) {
    struct stat status;
    log->fd = fd;
    log->path = path;
    log->max_size = max_size;
    log->max_files = max_files ? max_files : 1;
    log->size = fd >= 0 && fstat(fd, &status) == 0 ? (uint64_t)status.st_size : 0;
}

void log_flush(struct log *log) {
    size_t done = 0;
    while (done < log->buffered && log->fd >= 0) {
        ssize_t written = write(log->fd, log->buffer + done, log->buffered - done);
        if (written < 0 && errno != EINTR) {
            log->size -= log->buffered - done;
            break;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    log->buffered = 0;
}

static const char *numbered(char *out, size_t size, const char *path, uint64_t number) {
    if (number == 0)
        return path;
    int length = snprintf(out, size, "%s.%llu", path, (unsigned long long)number);
    return length > 0 && (size_t)length < size ? out : NULL;
}

/* The oldest file is replaced by the next one. A rename that fails leaves older entries out of place, never new ones. */
static void rotate(struct log *log) {
    log_flush(log);
    if (log->max_files == 1) {
        if (ftruncate(log->fd, 0) == 0)
            log->size = 0;
        return;
    }
    for (uint64_t number = log->max_files - 1; number > 0; number--) {
        char from[PATH_MAX], to[PATH_MAX];
        const char *older = numbered(to, sizeof to, log->path, number);
        const char *newer = numbered(from, sizeof from, log->path, number - 1);
        if (older && newer)
            rename(newer, older);
    }
    int next = log_open_file(log->path);
    if (next < 0)
        return;
    close(log->fd);
    log->fd = next;
    log->size = 0;
}

static char *append(char *to, const char *text) {
    size_t length = strlen(text);
    memcpy(to, text, length);
    return to + length;
}

static void write_entry(struct log *log, int stream, const char *text, size_t length, int64_t nanos) {
    if (log->max_size && log->size >= log->max_size)
        rotate(log);
    if (sizeof log->buffer - log->buffered < ENTRY_MAX)
        log_flush(log);
    char *start = log->buffer + log->buffered;
    char *to = append(start, "{\"log\":\"");
    to += json_escape(to, text, length);
    to = append(to, stream == 0 ? "\",\"stream\":\"stdout\",\"time\":\"" : "\",\"stream\":\"stderr\",\"time\":\"");
    to += format_time(to, nanos);
    to = append(to, "\"}\n");
    log->buffered += (size_t)(to - start);
    log->size += (uint64_t)(to - start);
}

/* A line too long for one entry is cut, but never within a character. */
static void write_part(struct log *log, int stream, int64_t nanos) {
    struct log_line *line = &log->lines[stream];
    const char *end = line->text + line->length;
    size_t keep = 0;
    for (size_t back = 1; back <= 3; back++) {
        if (((unsigned char)end[-(ptrdiff_t)back] & 0xc0) == 0xc0) {
            keep = utf8_sequence(end - back, end) == -1 ? back : 0;
            break;
        }
    }
    write_entry(log, stream, line->text, line->length - keep, nanos);
    memmove(line->text, end - keep, keep);
    line->length = keep;
}

void log_feed(struct log *log, int stream, const char *bytes, size_t length, int64_t nanos) {
    struct log_line *line = &log->lines[stream];
    if (log->fd < 0)
        return;
    while (length > 0) {
        size_t room = sizeof line->text - line->length;
        size_t part = length < room ? length : room;
        const char *newline = memchr(bytes, '\n', part);
        if (newline)
            part = (size_t)(newline - bytes) + 1;
        memcpy(line->text + line->length, bytes, part);
        line->length += part;
        bytes += part;
        length -= part;
        if (newline) {
            write_entry(log, stream, line->text, line->length, nanos);
            line->length = 0;
        } else if (line->length == sizeof line->text) {
            write_part(log, stream, nanos);
        }
    }
}

void log_close(struct log *log, int64_t nanos) {
    if (log->fd < 0)
        return;
    for (int stream = 0; stream < 2; stream++) {
        if (log->lines[stream].length)
            write_entry(log, stream, log->lines[stream].text, log->lines[stream].length, nanos);
        log->lines[stream].length = 0;
    }
    log_flush(log);
    close(log->fd);
    log->fd = -1;
}
