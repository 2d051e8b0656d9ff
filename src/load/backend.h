/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a kind of server is spoken to. The peer (peer.h) has a WebSocket link and up to two peer
 * connections; a back-end says on the link what gets them described, and hears what comes. Media,
 * certificates, timing and counting are the same for all, so that servers can be compared.
 *
 * All calls come from the one thread of the load generator, never after the peer has failed or
 * left. A back-end ends a peer with pl_load_peer_fail only, and asks for what follows with
 * pl_load_peer_publish, pl_load_peer_answered and pl_load_peer_described.
 */
#ifndef PL_LOAD_BACKEND_H
#define PL_LOAD_BACKEND_H

#include "base/bytes.h"
#include "base/time.h"

struct pl_load_peer;

struct pl_load_backend {
    const char *name;
    const char *subprotocol; /* of the WebSocket */
    const char *default_url; /* where such a server listens by itself */
    bool tells_connected; /* it calls pl_load_peer_connected, when the server says so; otherwise the
                             end of the client's own handshake counts */
    /* The link is open: who is there, and in which room. */
    void (*open)(struct pl_load_peer *p, pl_time_us now);
    /* Borrows the text for the call. */
    void (*text)(struct pl_load_peer *p, pl_time_us now, struct pl_bytes text);
    /* About once a second. */
    void (*tick)(struct pl_load_peer *p, pl_time_us now);
    /* The state of its room's publishers has changed: one is connected, or has failed. */
    void (*room_changed)(struct pl_load_peer *p);
    /* Takes what it publishes back, or publishes it again. NULL: not offered. */
    void (*publish)(struct pl_load_peer *p, bool on);
    /* New credentials for all its connections, whose ports have changed. NULL: not offered. */
    void (*restart)(struct pl_load_peer *p);
    /* The last word. True: the server closes the link; false: it may be closed at once. */
    bool (*leave)(struct pl_load_peer *p);
};

extern const struct pl_load_backend pl_load_backend_parlord;
/* The videoroom plugin of Janus 1.x, over its WebSocket transport. */
extern const struct pl_load_backend pl_load_backend_janus;

/* NULL: there is none of this name. */
const struct pl_load_backend *pl_load_backend_find(const char *name);

#endif
