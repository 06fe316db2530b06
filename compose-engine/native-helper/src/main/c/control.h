/*
 * The control socket. A frame is a type (one byte), three zero bytes, the length of its payload (32 bits, big endian) and the
 * payload, so that output travels as the API's clients get it. Numbers in payloads are big endian.
 */
#ifndef CONTROL_H
#define CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum frame_type {
    /* to the supervisor */
    FRAME_LAUNCH = 'L', /* a record; only once, from the first connection */
    FRAME_ATTACH = 'A', /* one byte: 1 if nothing may be lost; answered by the same type */
    FRAME_INPUT = 'I',  /* bytes for standard input */
    FRAME_END = 'E',    /* standard input ends */
    FRAME_RESIZE = 'R', /* rows, columns: 32 bits each */
    FRAME_WATCH = 'W',  /* answered by FRAME_STARTED, and FRAME_EXIT when it comes to that */
    /* from the supervisor */
    FRAME_STDOUT = 1,
    FRAME_STDERR = 2,
    FRAME_STARTED = 'S', /* pid, time in nanoseconds: 64 bits each */
    FRAME_FAILED = 'F',  /* operation, errno: 32 bits each; text */
    FRAME_EXIT = 'Q',    /* status as of wait(2), oom killed: 32 bits each; time: 64 bits */
};

enum {
    FRAME_HEADER = 8,
    CONNECTIONS_MAX = 64,
    BACKLOG_MAX = 1 << 20,      /* an attached client that is further behind is dropped */
    BACKLOG_PATIENT = 64 << 10, /* from here on the output waits for one that must not lose anything */
    INPUT_MAX = 64 << 10,
    RECORD_MAX = 16 << 20,
};

struct connection {
    int fd; /* -1: free */
    bool attached, patient, watching, closing;
    uint8_t header[FRAME_HEADER];
    size_t header_length;
    uint32_t payload_left;
    uint8_t payload[16]; /* of all frames but input */
    size_t payload_length;
    uint8_t *backlog;
    size_t backlog_start, backlog_length, backlog_size;
};

struct frame {
    uint8_t type;
    uint32_t length;
};

uint32_t load_big32(const uint8_t *at);
void store_big32(uint8_t *at, uint32_t value);
void store_big64(uint8_t *at, uint64_t value);

void connection_open(struct connection *connection, int fd);
void connection_close(struct connection *connection);
/* Sends or keeps the frame; closes a connection that has too much kept. */
void connection_send(struct connection *connection, uint8_t type, const void *payload, size_t length);
/* Sends what is kept. */
void connection_flush(struct connection *connection);
/* Reads a whole record from the starter; waits for it. The caller frees it. NULL when there is none. */
uint8_t *receive_record(int fd, size_t *length);

#endif
