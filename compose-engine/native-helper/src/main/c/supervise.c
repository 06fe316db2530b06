/*
 * The supervisor's life: one loop over the container's process, its streams, and the clients of the control socket. All
 * memory is bounded; only a client that asked for everything can make the container wait.
 */
#define _GNU_SOURCE
#include "supervise.h"

#include "control.h"
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOT_PROCESS, SLOT_LISTENER, SLOT_OUTPUT, SLOT_INPUT = SLOT_OUTPUT + 2, SLOT_CONNECTIONS, READ_SIZE = 32 << 10 };

static struct {
    struct container *container;
    int listener;
    struct connection connections[CONNECTIONS_MAX]; /* the first one is the starter's */
    struct log log;
    char input[INPUT_MAX];
    size_t input_start, input_length;
    bool input_ends; /* once what is kept has been written */
    bool awaited;    /* nobody has attached yet, and somebody will */
    bool exited;     /* the process has been waited for */
    bool finished;   /* all output was read, the end was recorded */
    int status;
    int64_t finished_at;
} state;

static bool is_terminal(void) {
    return state.container->stdio & STDIO_TERMINAL;
}

static int input_fd(void) {
    return is_terminal() ? state.container->output[0] : state.container->input;
}

/* Output stays in the pipes while a client that must not lose any is behind, or has yet to come. */
static bool output_waits(void) {
    bool waits = state.awaited;
    for (int i = 0; i < CONNECTIONS_MAX && !waits; i++) {
        struct connection *client = &state.connections[i];
        waits = client->fd >= 0 && client->patient && client->backlog_length >= BACKLOG_PATIENT;
    }
    return waits;
}

/* ---- input ---- */

static void close_input(void) {
    state.input_length = 0;
    if (is_terminal())
        return; /* a terminal has no end; its user types ^D */
    close_fd(&state.container->input);
}

static void write_input(void) {
    int fd = input_fd();
    while (fd >= 0 && state.input_length > 0) {
        ssize_t written = write(fd, state.input + state.input_start, state.input_length);
        if (written < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (written < 0) {
            close_input();
            return;
        }
        state.input_start += (size_t)written;
        state.input_length -= (size_t)written;
    }
    state.input_start = 0;
    if (state.input_ends)
        close_input();
}

/* Takes input from a client as far as there is room; without an open input it is swallowed. */
static ssize_t take_input(struct connection *client) {
    static char swallowed[4096];
    bool open = input_fd() >= 0 && (state.container->stdio & STDIO_INPUT) && !state.input_ends;
    if (!open) {
        size_t part = client->payload_left < sizeof swallowed ? client->payload_left : sizeof swallowed;
        return recv(client->fd, swallowed, part, MSG_DONTWAIT);
    }
    if (state.input_start > 0) {
        memmove(state.input, state.input + state.input_start, state.input_length);
        state.input_start = 0;
    }
    size_t room = sizeof state.input - state.input_length;
    size_t part = client->payload_left < room ? client->payload_left : room;
    ssize_t got = recv(client->fd, state.input + state.input_length, part, MSG_DONTWAIT);
    if (got > 0) {
        state.input_length += (size_t)got;
        write_input();
    }
    return got;
}

/* ---- output ---- */

static void pass_on(int stream, const char *bytes, size_t length) {
    log_feed(&state.log, stream, bytes, length, now_nanos());
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (state.connections[i].fd >= 0 && state.connections[i].attached)
            connection_send(&state.connections[i], (uint8_t)(FRAME_STDOUT + stream), bytes, length);
    }
}

/* Reads once. Returns whether there may be more. A terminal that was hung up answers EIO. */
static bool read_output(int stream) {
    static char bytes[READ_SIZE];
    ssize_t got = read(state.container->output[stream], bytes, sizeof bytes);
    if (got > 0) {
        pass_on(stream, bytes, (size_t)got);
        return true;
    }
    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0 && errno == EAGAIN)
        return false;
    close_fd(&state.container->output[stream]);
    return false;
}

/* ---- the end ---- */

static void send_exit(struct connection *client) {
    uint8_t payload[16];
    store_big32(payload, (uint32_t)state.status);
    store_big32(payload + 4, cgroup_oom_killed(&state.container->cgroups));
    store_big64(payload + 8, (uint64_t)state.finished_at);
    connection_send(client, FRAME_EXIT, payload, sizeof payload);
}

/* The record appears whole or not at all; it is on disk before anybody hears of the exit. */
static void write_exit_record(bool oom_killed) {
    const char *path = state.container->exit_record;
    char temporary[4096], text[128];
    if (!path || snprintf(temporary, sizeof temporary, "%s.tmp", path) >= (int)sizeof temporary)
        return;
    int length = snprintf(text, sizeof text, "status=%d\noom=%d\nfinished=%lld\n", state.status, oom_killed,
                          (long long)state.finished_at);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool written = fd >= 0 && write(fd, text, (size_t)length) == length && fsync(fd) == 0;
    close_fd(&fd);
    if (written)
        rename(temporary, path);
    else
        unlink(temporary);
}

static void reap(void) {
    while (waitpid(state.container->pid, &state.status, 0) < 0 && errno == EINTR)
        ;
    state.exited = true;
    state.finished_at = now_nanos();
    close_fd(&state.container->pidfd);
    close_input();
    cgroup_kill(&state.container->cgroups);
    if (state.container->exit_record)
        return;
    /* Without a record there is nothing to finish first: an exec's output may be read at leisure. */
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        if (state.connections[i].fd >= 0 && state.connections[i].watching)
            send_exit(&state.connections[i]);
    }
}

/* After the process's end only what is in the pipes counts: whoever still holds them was not the container. */
static void drain(void) {
    for (int stream = 0; stream < 2; stream++) {
        while (state.container->output[stream] >= 0 && !output_waits() && read_output(stream))
            ;
        if (!output_waits())
            close_fd(&state.container->output[stream]);
    }
    if (state.container->output[0] >= 0 || state.container->output[1] >= 0)
        return;
    state.finished = true;
    log_close(&state.log, state.finished_at);
    bool oom_killed = cgroup_oom_killed(&state.container->cgroups);
    write_exit_record(oom_killed);
    uint8_t payload[16];
    store_big32(payload, (uint32_t)state.status);
    store_big32(payload + 4, oom_killed);
    store_big64(payload + 8, (uint64_t)state.finished_at);
    cgroup_remove(&state.container->cgroups);
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *client = &state.connections[i];
        if (client->fd >= 0 && client->watching && state.container->exit_record)
            connection_send(client, FRAME_EXIT, payload, sizeof payload);
        client->closing = true;
    }
}

/* ---- clients ---- */

static void send_started(struct connection *client) {
    uint8_t payload[16];
    store_big64(payload, (uint64_t)state.container->pid);
    store_big64(payload + 8, (uint64_t)state.container->started_at);
    connection_send(client, FRAME_STARTED, payload, sizeof payload);
}

static void act(struct connection *client) {
    switch (client->header[0]) {
    case FRAME_ATTACH:
        client->attached = true;
        client->patient = client->payload_length > 0 && client->payload[0] == 1;
        state.awaited = false;
        connection_send(client, FRAME_ATTACH, NULL, 0);
        break;
    case FRAME_END:
        state.input_ends = true;
        write_input();
        break;
    case FRAME_RESIZE:
        if (is_terminal() && state.container->output[0] >= 0 && client->payload_length >= 8)
            terminal_resize(state.container->output[0], load_big32(client->payload), load_big32(client->payload + 4));
        break;
    case FRAME_WATCH:
        client->watching = true;
        send_started(client);
        break;
    default:
        connection_close(client);
    }
}

/* Reads what belongs to one frame. Returns -1 with errno, 0 at the end, as recv(2). */
static ssize_t receive_frame(struct connection *client) {
    ssize_t got;
    if (client->header_length < FRAME_HEADER) {
        got = recv(client->fd, client->header + client->header_length, FRAME_HEADER - client->header_length, MSG_DONTWAIT);
        if (got <= 0)
            return got;
        client->header_length += (size_t)got;
        if (client->header_length < FRAME_HEADER)
            return got;
        client->payload_left = load_big32(client->header + 4);
        client->payload_length = 0;
    } else if (client->header[0] == FRAME_INPUT) {
        got = take_input(client);
        client->payload_left -= got > 0 ? (uint32_t)got : 0;
    } else {
        if (client->payload_left > sizeof client->payload - client->payload_length)
            return 0;
        got = recv(client->fd, client->payload + client->payload_length, client->payload_left, MSG_DONTWAIT);
        client->payload_length += got > 0 ? (size_t)got : 0;
        client->payload_left -= got > 0 ? (uint32_t)got : 0;
    }
    if (got > 0 && client->payload_left == 0) {
        client->header_length = 0;
        if (client->header[0] != FRAME_INPUT)
            act(client);
    }
    return got;
}

static bool input_is_full(const struct connection *client) {
    return client->header_length == FRAME_HEADER && client->header[0] == FRAME_INPUT &&
           state.input_length == sizeof state.input;
}

/* The starter's end means that nobody will attach any more. */
static void lose(struct connection *client) {
    if (client == &state.connections[0])
        state.awaited = false;
    connection_close(client);
}

static void accept_client(void) {
    int fd = accept4(state.listener, NULL, NULL, SOCK_CLOEXEC);
    struct ucred peer;
    socklen_t length = sizeof peer;
    if (fd < 0)
        return;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == geteuid()) {
        for (int i = 1; i < CONNECTIONS_MAX; i++) {
            if (state.connections[i].fd < 0) {
                connection_open(&state.connections[i], fd);
                return;
            }
        }
    }
    close(fd);
}

static void serve(struct connection *client, short events) {
    if (events & POLLOUT)
        connection_flush(client);
    if (client->fd >= 0 && (events & (POLLIN | POLLHUP | POLLERR))) {
        ssize_t got = receive_frame(client);
        if (client->fd >= 0 && (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)))
            lose(client);
    }
    if (client->fd >= 0 && client->closing && client->backlog_length == 0)
        connection_close(client);
}

/* ---- the loop ---- */

static void watch(struct pollfd *slot, int fd, int events) {
    *slot = (struct pollfd){.fd = events ? fd : -1, .events = (short)events};
}

static void fill_slots(struct pollfd *slots) {
    bool reading = !output_waits();
    watch(&slots[SLOT_PROCESS], state.container->pidfd, POLLIN);
    watch(&slots[SLOT_LISTENER], state.listener, POLLIN);
    for (int stream = 0; stream < 2; stream++)
        watch(&slots[SLOT_OUTPUT + stream], state.container->output[stream], reading ? POLLIN : 0);
    watch(&slots[SLOT_INPUT], input_fd(), state.input_length ? POLLOUT : 0);
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *client = &state.connections[i];
        int events = (input_is_full(client) ? 0 : POLLIN) | (client->backlog_length ? POLLOUT : 0);
        watch(&slots[SLOT_CONNECTIONS + i], client->fd, events);
    }
}

static bool anyone_left(void) {
    bool left = false;
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
        struct connection *client = &state.connections[i];
        if (client->fd >= 0 && client->closing && client->backlog_length == 0)
            connection_close(client);
        left = left || client->fd >= 0;
    }
    return left;
}

int supervise(struct container *container, int listener, int starter) {
    static struct pollfd slots[SLOT_CONNECTIONS + CONNECTIONS_MAX];
    state.container = container;
    state.listener = listener;
    state.awaited = container->stdio & STDIO_AWAIT_ATTACH;
    for (int i = 0; i < CONNECTIONS_MAX; i++)
        state.connections[i].fd = -1;
    log_begin(&state.log, container->log, container->log_path, container->log_size, container->log_files);
    connection_open(&state.connections[0], starter);
    state.connections[0].watching = true;
    send_started(&state.connections[0]);

    while (!state.finished || anyone_left()) {
        fill_slots(slots);
        if (poll(slots, sizeof slots / sizeof slots[0], -1) < 0)
            continue;
        for (int stream = 0; stream < 2; stream++) {
            if (slots[SLOT_OUTPUT + stream].revents && container->output[stream] >= 0)
                read_output(stream);
        }
        log_flush(&state.log);
        if (slots[SLOT_INPUT].revents)
            write_input();
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            if (slots[SLOT_CONNECTIONS + i].revents && state.connections[i].fd >= 0)
                serve(&state.connections[i], slots[SLOT_CONNECTIONS + i].revents);
        }
        if (slots[SLOT_LISTENER].revents && !state.finished)
            accept_client();
        if (slots[SLOT_PROCESS].revents)
            reap();
        if (state.exited && !state.finished)
            drain();
        if (state.finished)
            close_fd(&state.listener);
    }
    return 0;
}

void send_failure(int starter, const struct failure *failure) {
    uint8_t payload[8 + sizeof failure->text];
    struct connection client;
    size_t length = strnlen(failure->text, sizeof failure->text);
    store_big32(payload, failure->operation);
    store_big32(payload + 4, (uint32_t)failure->error);
    memcpy(payload + 8, failure->text, length);
    connection_open(&client, starter);
    connection_send(&client, FRAME_FAILED, payload, 8 + length);
    connection_close(&client);
}
