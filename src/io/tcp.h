/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP server: a listener and its connections on one loop, with TLS when a context is given.
 *
 * What it does: accepts within limits (all connections, connections of one address - /64 for IPv6),
 * makes the TLS handshake within a time, hands over plaintext, queues what the kernel does not take
 * up to a high-water mark, closes who reads too slowly, is silent too long or does not finish
 * closing. What it leaves to others: what the bytes mean.
 *
 * Order for a connection: on_open, then any number of on_data and on_drained, then on_closed
 * exactly once. on_closed comes from the loop, never from inside a call of this header, and after
 * pl_tcp_shutdown() or pl_tcp_abort() no on_data comes any more. A connection that never got
 * through the handshake is never seen. All on the loop's thread.
 */
#ifndef PL_IO_TCP_H
#define PL_IO_TCP_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"
#include "io/loop.h"
#include "io/tls.h"

struct pl_tcp_listener;
struct pl_tcp_conn;

enum pl_tcp_end {
    PL_TCP_END_LOCAL,     /* we closed it */
    PL_TCP_END_PEER,      /* the peer closed it, or the line broke */
    PL_TCP_END_SLOW,      /* write queue over the high-water mark */
    PL_TCP_END_IDLE,      /* the idle time passed without a byte either way */
    PL_TCP_END_TLS,       /* the peer broke the TLS protocol */
    PL_TCP_END_NO_MEMORY, /* ours */
};

/* "local", "peer", "slow" ... for logs. */
const char *pl_tcp_end_name(enum pl_tcp_end end);

/* Role: who uses the connections. All mandatory but on_drained. `arg` is the listener's. */
struct pl_tcp_handler {
    /* Set the user pointer here. May shut down or abort. */
    void (*on_open)(void *arg, struct pl_tcp_conn *conn);
    /* data may be changed in place and is good until the call returns. */
    void (*on_data)(struct pl_tcp_conn *conn, struct pl_buf data);
    /* The write queue has become empty after something had been queued. */
    void (*on_drained)(struct pl_tcp_conn *conn);
    /* The connection is gone when this returns. */
    void (*on_closed)(struct pl_tcp_conn *conn, enum pl_tcp_end end);
};

struct pl_tcp_options {
    struct pl_addr bind;        /* port 0: ephemeral */
    const char *path;           /* NULL; or a Unix socket instead of `bind`, made with mode 0600 and
                                 * taken away at the end. Addresses of it are of family NONE */
    struct pl_tls_context *tls; /* borrowed; NULL: plain */
    size_t max_connections;     /* open at once; further ones are dropped at accept */
    size_t max_per_address;     /* the same for one peer address; 0: no such limit */
    size_t high_water_bytes;    /* queued for one connection before it counts as slow */
    pl_time_us handshake_us;    /* for TLS */
    pl_time_us idle_us;         /* at first; see pl_tcp_set_idle. 0: none */
    pl_time_us linger_us;       /* from shutdown to the end, at most */
};

struct pl_tcp_stats {
    uint64_t accepted;
    uint64_t refused;          /* over a limit */
    uint64_t handshake_failed; /* TLS errors and time-outs before on_open */
    uint64_t ended_slow;
    size_t open;
};

/* PL_E_EXISTS: address in use, or something else is at the path; PL_E_RANGE: not an address of this
 * machine, or the path is too long; PL_E_IO. Copies options and handler. */
PL_MUST_CHECK enum pl_err pl_tcp_listen(struct pl_tcp_listener **out, struct pl_loop *loop,
                                        const struct pl_tcp_options *options,
                                        const struct pl_tcp_handler *handler, void *arg);
/* Stops accepting and aborts every connection (their on_closed still come, from the loop). Accepts
 * NULL. */
void pl_tcp_listener_destroy(struct pl_tcp_listener *listener);
/* As bound, with the real port. */
struct pl_addr pl_tcp_listener_local(const struct pl_tcp_listener *listener);
const struct pl_tcp_stats *pl_tcp_listener_stats(const struct pl_tcp_listener *listener);

void pl_tcp_set_user(struct pl_tcp_conn *conn, void *user);
void *pl_tcp_user(const struct pl_tcp_conn *conn);
/* The listener's. */
void *pl_tcp_arg(const struct pl_tcp_conn *conn);
struct pl_addr pl_tcp_peer(const struct pl_tcp_conn *conn);
bool pl_tcp_is_tls(const struct pl_tcp_conn *conn);

/*
 * Sends count parts in order, as one piece. Small writes of one turn of the loop leave together at
 * its end, in one system call and one TLS record (who enters a room of a hundred is told to a
 * hundred connections, and sixteen enter in one turn). What the kernel does not take is copied.
 * PL_E_LIMIT: over the high-water mark: nothing was sent and the connection is being aborted
 * (PL_TCP_END_SLOW). PL_E_CLOSED: it is closing already.
 */
PL_MUST_CHECK enum pl_err pl_tcp_write(struct pl_tcp_conn *conn, const struct pl_bytes *parts,
                                       size_t count);
/* Another high-water mark than the listener's, for who is trusted with more memory. */
void pl_tcp_set_high_water(struct pl_tcp_conn *conn, size_t bytes);
/* Bytes that the kernel would not take; on_drained tells when it has. */
size_t pl_tcp_queued(const struct pl_tcp_conn *conn);

/* Stops or continues on_data. What is on its way stays in the kernel or in the TLS session. */
void pl_tcp_pause(struct pl_tcp_conn *conn);
void pl_tcp_resume(struct pl_tcp_conn *conn);

/* Ends the connection when no byte has come, and no queued byte has gone, for so long; 0: never. */
void pl_tcp_set_idle(struct pl_tcp_conn *conn, pl_time_us idle_us);

/* Sends what is queued, closes properly, then on_closed(LOCAL). At most linger_us. */
void pl_tcp_shutdown(struct pl_tcp_conn *conn);
/* Closes at once; forgets what the kernel would not take. */
void pl_tcp_abort(struct pl_tcp_conn *conn);

#endif
