/* SPDX-License-Identifier: Apache-2.0 */
/* What tcp.c and tcp_write.c (a connection) and tcp_listener.c (their owner) share. */
#ifndef PL_IO_TCP_INTERNAL_H
#define PL_IO_TCP_INTERNAL_H

#include "base/list.h"
#include "io/addr_quota.h"
#include "io/tcp.h"

#include <uv.h>

enum {
    PL_TCP_READ_BYTES = 64 * 1024,
    PL_TCP_RECORD_BYTES = 16 * 1024, /* largest plaintext of one TLS record */
    PL_TCP_GATHER_BYTES = 16 * 1024, /* small writes that leave together, at most */
    PL_TCP_SMALL_BYTES = 4 * 1024,   /* what is larger is not copied for it */
};

/* TCP, or a Unix socket: streams of the same kind to libuv. */
union pl_tcp_handle {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
};

struct pl_tcp_listener {
    union pl_tcp_handle uv;
    uv_prepare_t before_poll;
    int handles;              /* of uv, not closed yet */
    struct pl_list gathering; /* connections with something to send at the end of the turn */
    struct pl_loop *loop;
    struct pl_tcp_options options;
    struct pl_tcp_handler handler;
    void *arg;
    struct pl_addr local;
    struct pl_list conns;
    struct pl_addr_quota quota;
    struct pl_tcp_stats stats;
    bool destroyed;                          /* free when the last connection has gone */
    uint8_t read_room[PL_TCP_READ_BYTES];    /* lent to one read at a time */
    uint8_t plain_room[PL_TCP_RECORD_BYTES]; /* decrypted, on its way up */
    uint8_t write_room[PL_TCP_RECORD_BYTES]; /* parts put together for one record */
};

enum pl_tcp_state {
    PL_TCP_HANDSHAKE, /* not shown to the user yet */
    PL_TCP_OPEN,
    PL_TCP_FLUSHING, /* shutdown asked: sends what is queued, ignores what comes */
    PL_TCP_FINISHED, /* our end is closed; waits for the peer's, at most linger_us */
    PL_TCP_DEAD,     /* handles are closing */
};

struct pl_tcp_conn {
    union pl_tcp_handle uv;
    uv_timer_t timer;
    uv_shutdown_t shutdown;
    struct pl_list node;
    struct pl_tcp_listener *listener;
    struct pl_tls *tls;
    struct pl_addr peer;
    void *user;
    enum pl_tcp_state state;
    enum pl_tcp_end end;
    int handles;  /* of uv, not closed yet */
    bool counted; /* among the open ones */
    bool held;    /* holds a place in the quota */
    bool shown;   /* on_open was called */
    bool paused;
    bool pumping;
    bool eof;
    struct pl_list in_gathering;
    uint8_t *gathered; /* NULL: nothing */
    size_t gathered_len, gathered_size;
    size_t queued;
    size_t high_water;
    pl_time_us last_active;
    pl_time_us idle_us;
};

/* The connection has been accepted and has its place: begin. */
void pl_tcp_conn_start(struct pl_tcp_conn *conn);
/* Sends what its writes of this turn of the loop have put together. */
void pl_tcp_conn_flush(struct pl_tcp_conn *conn);
/* What the TLS session wants to send. */
enum pl_err pl_tcp_conn_flush_tls(struct pl_tcp_conn *conn);
/* Closes our end, if that was asked for and nothing is queued any more. */
void pl_tcp_conn_finish(struct pl_tcp_conn *conn);
/* Ends it, with a reason for on_closed. */
void pl_tcp_conn_end(struct pl_tcp_conn *conn, enum pl_tcp_end end);
/* Called by the connection as its last act. */
void pl_tcp_listener_forget(struct pl_tcp_conn *conn);

#endif
