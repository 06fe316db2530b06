#define _GNU_SOURCE
#include "control.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void frames_arrive_in_order_however_slowly_they_are_read(void) {
    int ends[2];
    struct connection connection;
    static char chunk[10000], got[FRAME_HEADER + sizeof chunk];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    connection_open(&connection, ends[0]);
    int sent = 0;
    while (connection.backlog_length < 100000) {
        memset(chunk, 'a' + sent % 26, sizeof chunk);
        connection_send(&connection, FRAME_STDOUT, chunk, sizeof chunk);
        sent++;
    }
    for (int i = 0; i < sent; i++) {
        for (size_t have = 0; have < sizeof got;) {
            ssize_t part = recv(ends[1], got + have, sizeof got - have, MSG_DONTWAIT);
            if (part > 0)
                have += (size_t)part;
            else
                connection_flush(&connection);
        }
        CHECK(got[0] == FRAME_STDOUT && load_big32((uint8_t *)got + 4) == sizeof chunk);
        CHECK(got[FRAME_HEADER] == 'a' + i % 26 && got[sizeof got - 1] == 'a' + i % 26);
    }
    connection_flush(&connection);
    CHECK(connection.backlog_length == 0 && connection.backlog == NULL);
    connection_close(&connection);
    close(ends[1]);
}

static void who_never_reads_is_dropped(void) {
    int ends[2];
    struct connection connection;
    static char chunk[32768];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    connection_open(&connection, ends[0]);
    for (int i = 0; i < 100 && connection.fd >= 0; i++)
        connection_send(&connection, FRAME_STDOUT, chunk, sizeof chunk);
    CHECK(connection.fd < 0 && connection.backlog == NULL);
    close(ends[1]);
}

static void only_a_launch_frame_brings_a_record(void) {
    uint8_t frame[FRAME_HEADER + 3] = {FRAME_LAUNCH, 0, 0, 0, 0, 0, 0, 3, 'a', 'b', 'c'};
    size_t length;
    for (int variant = 0; variant < 4; variant++) {
        int ends[2];
        size_t size = variant == 1 ? 5 : variant == 2 ? sizeof frame - 1 : sizeof frame;
        frame[0] = variant == 3 ? FRAME_ATTACH : FRAME_LAUNCH;
        CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
        CHECK(write(ends[1], frame, size) == (ssize_t)size);
        close(ends[1]);
        uint8_t *record = receive_record(ends[0], &length);
        CHECK((record != NULL) == (variant == 0));
        free(record);
        close(ends[0]);
    }
}

void test_control(void) {
    frames_arrive_in_order_however_slowly_they_are_read();
    who_never_reads_is_dropped();
    only_a_launch_frame_brings_a_record();
}
