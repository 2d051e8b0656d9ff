/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One simulated client: its session (peer.c) and its two peer connections (conn.c). Between the
 * files of the load generator.
 */
#ifndef PL_LOAD_PEER_H
#define PL_LOAD_PEER_H

#include "adapters/dial/poll.h"
#include "adapters/dial/ws_client.h"
#include "base/heap.h"
#include "base/list.h"
#include "load/backend.h"
#include "load/load.h"
#include "load/rtc_client.h"
#include "load/sockets.h"
#include "load/way.h"
#include "proto/wire/wire.h"

struct pl_load_peer;

/* A peer connection with its socket. */
struct pl_load_conn {
    struct pl_poll_fd fd;
    struct pl_rtc_port port;
    struct pl_heap_node timer;
    struct pl_rtc_client *rtc; /* NULL: there is none */
    struct pl_load_peer *peer;
    struct pl_load_way *way; /* NULL: a perfect network */
    uint64_t bytes;
    pl_time_us delay_min;               /* of the measurement; PL_TIME_NEVER: nothing came */
    pl_time_us moved_at;                /* to another port, and nothing came since; 0: no */
    uint64_t drops_before, sent_before; /* as the measurement began */
};

/* What the back-ends remember of a peer. */
struct pl_load_parlord {
    int64_t next_id, seq, acked;
    pl_time_us ping_at, ping_us;
};

struct pl_load_janus {
    uint64_t session, pub, sub; /* 0: not yet */
    bool watching;
};

enum pl_load_peer_state {
    PL_LOAD_PEER_WAITING, /* for its turn */
    PL_LOAD_PEER_JOINING,
    PL_LOAD_PEER_JOINED,
    PL_LOAD_PEER_LEAVING,
    PL_LOAD_PEER_GONE,
    PL_LOAD_PEER_FAILED,
};

/* When what happens next (churn.c); PL_TIME_NEVER: it does not. */
struct pl_load_churn {
    pl_time_us leave_at, return_at, publish_at, restart_at;
    bool silent;
};

struct pl_load_peer {
    struct pl_ws_client ws; /* first: found by it */
    struct pl_load *load;
    const struct pl_load_shape *shape;
    enum pl_load_peer_state state;
    unsigned room;
    unsigned number;     /* over all rooms */
    unsigned room_first; /* number of the first of its room */
    bool publishes, watches, impaired;
    bool came; /* has joined once */
    struct pl_load_churn churn;
    struct pl_heap_node timer;
    pl_time_us open_at, give_up_at;
    pl_time_us answer_at; /* newest answer before the first media; 0: none */
    bool connected;       /* its publishing connection is up */
    struct pl_load_conn pub, sub;
    union {
        struct pl_load_parlord parlord;
        struct pl_load_janus janus;
    };
};

/* Counters that only rise; a measurement is a difference. */
struct pl_load_sums {
    uint64_t sent, missing, repaired, auth_failures, unknown, bytes, keys, drops;
    unsigned profiles; /* bits 1 << enum pl_srtp_profile that were in use */
};

struct pl_load {
    const struct pl_load_options *options;
    struct pl_load_films films;
    const struct pl_load_backend *backend;
    struct pl_poll poll;
    struct pl_sockets *sockets;
    struct pl_heap conn_timers, peer_timers;
    struct pl_dtls_cert *cert;
    struct pl_dtls_context *dtls;
    struct pl_srtp_crypto *crypto;
    struct pl_ws_client_target target;
    struct pl_load_peer *peers;
    struct pl_prng prng; /* of churn */
    size_t peer_count, started;
    unsigned joining;             /* peers of that state */
    pl_time_us first_at, last_at; /* who receives: first start, newest first media */
    uint8_t *arena;               /* of messages that are read */
    uint8_t *text;                /* of messages that are written, and descriptions */
    bool measuring;
    pl_time_us arrival;        /* of the datagram that is being handled */
    struct pl_load_sums ended; /* of connections that are no more */
    struct pl_load_result result;
};

enum {
    PL_LOAD_TEXT_BYTES = PL_WIRE_CLIENT_MAX_BYTES,
    PL_LOAD_SDP_BYTES = PL_LIMIT_SERVER_SDP_BYTES,
};

/* ---- rooms: their peers have consecutive numbers, publishers first ---- */

struct pl_load_peer *pl_load_room_first(const struct pl_load_peer *p);
unsigned pl_load_room_size(const struct pl_load_peer *p);
/* All who publish in it are connected, or have failed. */
bool pl_load_room_ready(const struct pl_load_peer *p);
/* Publishes, and is connected. */
bool pl_load_peer_sends(const struct pl_load_peer *p);

/* ---- peer.c ---- */

struct pl_load_place {
    const struct pl_load_shape *shape;
    unsigned number, room_first, room;
};
void pl_load_peer_init(struct pl_load_peer *p, struct pl_load *load,
                       const struct pl_load_place *place);
/* Also of one who has left. */
void pl_load_peer_start(struct pl_load_peer *p, pl_time_us now);
/* Its timer has come. */
void pl_load_peer_tick(struct pl_load_peer *p, pl_time_us now);
/* The first media that can be played came, or (who only sends) the connection is up. Harmless
 * later. */
void pl_load_peer_joined(struct pl_load_peer *p, pl_time_us now);
/* Its publishing connection is up. Harmless later. */
void pl_load_peer_connected(struct pl_load_peer *p, pl_time_us now);
void pl_load_peer_fail(struct pl_load_peer *p, const char *why);
/* Logs out; the server closes the link. */
void pl_load_peer_leave(struct pl_load_peer *p);
void pl_load_peer_finish(struct pl_load_peer *p);

/* For the back-ends. Those that say bool have failed the peer when they give false. */
void pl_load_peer_say(struct pl_load_peer *p, struct pl_bytes text);
/* A publishing connection with its tracks: offer it. */
bool pl_load_peer_publish(struct pl_load_peer *p);
/* The server's answer to the offer. */
void pl_load_peer_described(struct pl_load_peer *p, pl_time_us now, struct pl_bytes sdp);
/* The server's offer of what is watched; fresh: on a connection of its own. Writes the answer. */
bool pl_load_peer_answer(struct pl_load_peer *p, pl_time_us now, struct pl_bytes offer, bool fresh,
                         uint8_t *dst, size_t size, size_t *len);
/* The answer has been said. */
void pl_load_peer_answered(struct pl_load_peer *p, pl_time_us now);

/* ---- churn.c ---- */

/* The measurement begins, or it has joined again: decides when what happens. */
void pl_load_churn_begin(struct pl_load_peer *p, pl_time_us now);
void pl_load_churn_end(struct pl_load_peer *p);
/* Does what is due. */
void pl_load_churn_tick(struct pl_load_peer *p, pl_time_us now);
pl_time_us pl_load_churn_deadline(const struct pl_load_peer *p);

/* ---- conn.c ---- */

void pl_load_conn_init(struct pl_load_conn *c, struct pl_load_peer *peer);
/* A new peer connection in the place of an old one. */
PL_MUST_CHECK enum pl_err pl_load_conn_open(struct pl_load_conn *c);
/* Adds the publisher's tracks, before its first offer. */
PL_MUST_CHECK enum pl_err pl_load_conn_publish(struct pl_load_conn *c);
/* The network has changed: the socket is closed, and the next pl_load_conn_connect opens another.
 */
void pl_load_conn_move(struct pl_load_conn *c, pl_time_us now);
/* The server's address is known. */
PL_MUST_CHECK enum pl_err pl_load_conn_connect(struct pl_load_conn *c, pl_time_us now);
void pl_load_conn_tick(struct pl_load_conn *c, pl_time_us now);
void pl_load_conn_finish(struct pl_load_conn *c);
/* Adds its counters. */
void pl_load_conn_sum(const struct pl_load_conn *c, struct pl_load_sums *s);

#endif
