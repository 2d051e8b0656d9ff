/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's store ([store]): opened at the start, what the domain wants kept written to it, what
 * was kept given back, and what the log says of it. How is the business of adapters/store.
 */
#ifndef PL_SERVER_KEEPER_H
#define PL_SERVER_KEEPER_H

#include "adapters/store/store.h"
#include "core/event.h"
#include "server/daemon.h"
#include "server/safe.h"

enum { PL_KEEPER_SECRET_MAX = 64 }; /* bytes of a seat's secret */

struct pl_keeper;

/*
 * *out stays NULL with store.backend = none. PL_E_IO and others: the store cannot be opened, and
 * the log says why; a server that forgets in secret would be worse than none. Borrows tools.
 */
PL_MUST_CHECK enum pl_err pl_keeper_start(struct pl_keeper **out,
                                          const struct pl_daemon_tools *tools);
/* Writes what waits. NULL is harmless. */
void pl_keeper_stop(struct pl_keeper *k);

/* For everybody else who keeps something. Borrowed; NULL when k is. */
struct pl_store *pl_keeper_store(struct pl_keeper *k);

/* Rows that others wait for: everything that the domain keeps goes through it. Borrowed; NULL when
 * k is. */
struct pl_safe *pl_keeper_safe(struct pl_keeper *k);

/* Which database, for those who need a connection of their own. Borrowed; NULL when k is. */
const struct pl_store_ops *pl_keeper_ops(const struct pl_keeper *k);
const char *pl_keeper_where(const struct pl_keeper *k);

/* Gives everything that was kept, groups before friends, contacts before seats, before the first
 * link. Waits for the database. PL_E_IO and others: it was not all; the log says why. */
PL_MUST_CHECK enum pl_err pl_keeper_load(struct pl_keeper *k,
                                         void (*give)(void *arg, const struct pl_core_kept *kept),
                                         void *arg);

/* Carries out PL_EFFECT_KEEP: by pl_keeper_safe, to be flushed there. */
void pl_keeper_keep(struct pl_keeper *k, const struct pl_core_kept *kept);

#endif
