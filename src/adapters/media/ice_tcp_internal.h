/* SPDX-License-Identifier: Apache-2.0 */
/* What ice_tcp.c (the listener) and ice_tcp_conn.c (one connection) share. */
#ifndef PL_ADAPTERS_MEDIA_ICE_TCP_INTERNAL_H
#define PL_ADAPTERS_MEDIA_ICE_TCP_INTERNAL_H

#include "adapters/media/ice_tcp.h"

#include "base/idmap.h"
#include "base/list.h"
#include "io/addr_quota.h"
#include "proto/ice/ice_frames.h"

struct pl_ice_tcp {
    struct pl_ice_tcp_options options;
    struct pl_ice_tcp_user user;
    struct pl_ice_tcp_stats stats;
    int fd, epoll;
    struct pl_addr local;
    bool watched; /* the listener is in epoll */
    bool deaf;    /* but not listened to for the moment */
    uint32_t next_tag;
    pl_time_us look_at;
    struct pl_list conns;
    struct pl_list dirty;   /* something was queued since the last flush */
    struct pl_idmap by_tag; /* path.local -> connection */
    struct pl_addr_quota quota;
};

enum { PL_ICE_TCP_READ_BYTES = 16 * 1024 };

struct pl_ice_tcp_conn {
    struct pl_ice_tcp *owner;
    struct pl_list in_conns, in_dirty;
    int fd;
    struct pl_ice_path path;
    bool known;         /* its first frame was a check for somebody here */
    bool doomed;        /* to be ended when nobody up the stack uses it any more */
    bool waiting;       /* the kernel is full: epoll tells when it is not */
    pl_time_us read_at; /* a whole frame; at first the beginning */
    pl_time_us sent_at; /* the kernel took something of what waits; 0: nothing waits */
    struct pl_ice_frames frames;
    uint8_t *queue; /* a ring of options.queue_bytes, made when known */
    size_t head, queued;
    uint8_t memory[PL_ICE_TCP_READ_BYTES];
};

/* Takes fd. NULL: no memory, nothing was taken. */
struct pl_ice_tcp_conn *pl_ice_tcp_conn_create(struct pl_ice_tcp *t, pl_time_us now, int fd,
                                               const struct pl_ice_path *path);
/* Closes and forgets it, without a word to the user. */
void pl_ice_tcp_conn_free(struct pl_ice_tcp_conn *c);
/* events: of epoll. May end it, as may look and flush. */
void pl_ice_tcp_conn_run(struct pl_ice_tcp_conn *c, pl_time_us now, uint32_t events);
void pl_ice_tcp_conn_look(struct pl_ice_tcp_conn *c, pl_time_us now);
void pl_ice_tcp_conn_send(struct pl_ice_tcp_conn *c, struct pl_bytes datagram);
void pl_ice_tcp_conn_flush(struct pl_ice_tcp_conn *c, pl_time_us now);

#endif
