#define _GNU_SOURCE
#include "control.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

uint32_t load_big32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

void store_big32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

void store_big64(uint8_t *at, uint64_t value) {
    store_big32(at, (uint32_t)(value >> 32));
    store_big32(at + 4, (uint32_t)value);
}

void connection_open(struct connection *connection, int fd) {
    *connection = (struct connection){.fd = fd};
}

void connection_close(struct connection *connection) {
    if (connection->fd >= 0)
        close(connection->fd);
    free(connection->backlog);
    *connection = (struct connection){.fd = -1};
}

/* Makes room for `more` bytes at the end. */
static bool reserve(struct connection *connection, size_t more) {
    size_t needed = connection->backlog_length + more;
    if (connection->backlog_start + needed <= connection->backlog_size)
        return true;
    if (needed > connection->backlog_size) {
        size_t size = connection->backlog_size ? connection->backlog_size : 4096;
        while (size < needed)
            size *= 2;
        uint8_t *grown = realloc(connection->backlog, size);
        if (!grown)
            return false;
        connection->backlog = grown;
        connection->backlog_size = size;
    }
    memmove(connection->backlog, connection->backlog + connection->backlog_start, connection->backlog_length);
    connection->backlog_start = 0;
    return true;
}

static void keep(struct connection *connection, const uint8_t *bytes, size_t length) {
    memcpy(connection->backlog + connection->backlog_start + connection->backlog_length, bytes, length);
    connection->backlog_length += length;
}

void connection_send(struct connection *connection, uint8_t type, const void *payload, size_t length) {
    uint8_t header[FRAME_HEADER] = {type};
    store_big32(header + 4, (uint32_t)length);
    size_t sent = 0;
    if (connection->backlog_length == 0) {
        struct iovec parts[2] = {{header, sizeof header}, {(void *)(uintptr_t)payload, length}};
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
        ssize_t result = sendmsg(connection->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (result < 0 && errno != EAGAIN && errno != EINTR) {
            connection_close(connection);
            return;
        }
        sent = result > 0 ? (size_t)result : 0;
    }
    size_t left = sizeof header + length - sent;
    if (left == 0)
        return;
    if (connection->backlog_length + left > BACKLOG_MAX || !reserve(connection, left)) {
        connection_close(connection);
        return;
    }
    if (sent < sizeof header) {
        keep(connection, header + sent, sizeof header - sent);
        sent = sizeof header;
    }
    keep(connection, (const uint8_t *)payload + (sent - sizeof header), length - (sent - sizeof header));
}

void connection_flush(struct connection *connection) {
    while (connection->backlog_length > 0) {
        ssize_t sent = send(connection->fd, connection->backlog + connection->backlog_start, connection->backlog_length,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (sent < 0) {
            connection_close(connection);
            return;
        }
        connection->backlog_start += (size_t)sent;
        connection->backlog_length -= (size_t)sent;
    }
    free(connection->backlog);
    connection->backlog = NULL;
    connection->backlog_start = connection->backlog_size = 0;
}

static bool receive_all(int fd, uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t got = recv(fd, bytes, length, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        length -= (size_t)got;
    }
    return true;
}

uint8_t *receive_record(int fd, size_t *length) {
    uint8_t header[FRAME_HEADER];
    if (!receive_all(fd, header, sizeof header) || header[0] != FRAME_LAUNCH)
        return NULL;
    *length = load_big32(header + 4);
    uint8_t *record = *length && *length <= RECORD_MAX ? malloc(*length) : NULL;
    if (record && receive_all(fd, record, *length))
        return record;
    free(record);
    return NULL;
}
