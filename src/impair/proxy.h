/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sockets around two links (link.h): one port that clients are told to send to, and towards the
 * server one socket for each client address, so that the server tells them apart. All clients share
 * the two links, as the connections of one household do.
 *
 * One thread. A client more than PL_IMPAIR_CLIENTS_MAX takes the place of the one not heard of
 * longest. Packets in flight are bounded by PL_IMPAIR_PACKETS_MAX; more are dropped as by a full
 * queue.
 */
#ifndef PL_IMPAIR_PROXY_H
#define PL_IMPAIR_PROXY_H

#include "base/addr.h"
#include "impair/link.h"

enum {
    PL_IMPAIR_CLIENTS_MAX = 32,
    PL_IMPAIR_PACKETS_MAX = 8192,
};

struct pollfd;
struct pl_impair_proxy;

struct pl_impair_proxy_config {
    struct pl_addr listen; /* port 0: ephemeral */
    struct pl_addr server;
    uint64_t seed;
};

/* PL_E_NOMEM, PL_E_EXISTS, PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_impair_proxy_create(struct pl_impair_proxy **out,
                                                 const struct pl_impair_proxy_config *config);
void pl_impair_proxy_destroy(struct pl_impair_proxy *p);

struct pl_addr pl_impair_proxy_address(const struct pl_impair_proxy *p);

/* up: towards the server. Borrowed: for reading counters and settings. */
const struct pl_impair_link *pl_impair_proxy_link(const struct pl_impair_proxy *p, bool up);
void pl_impair_proxy_set(struct pl_impair_proxy *p, pl_time_us now, bool up,
                         const struct pl_impair_settings *settings);
size_t pl_impair_proxy_clients(const struct pl_impair_proxy *p);

/* Fills up to PL_IMPAIR_CLIENTS_MAX + 1 of them; returns how many. */
size_t pl_impair_proxy_pollfds(const struct pl_impair_proxy *p, struct pollfd *fds);
/* Takes what has arrived and sends what is due. */
void pl_impair_proxy_turn(struct pl_impair_proxy *p, pl_time_us now);
pl_time_us pl_impair_proxy_deadline(const struct pl_impair_proxy *p);

#endif
