/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows that have to be safe before anybody is told what they say: written in order, again and again
 * until the store has them, and numbered, so that others can wait for a number.
 *
 *     pl_safe_put(safe, &change) ...         of one step
 *     n = pl_safe_flush(safe)                asked for; what says it waits for n
 *     ... later: port.safe(arg, n)           the rows of n and of all before will survive kill -9
 *
 * The rows of one flush are written together (in pieces of PL_STORE_CHANGES_MAX). After a failure
 * everything from there on is written again, in the same order: changes are PUT and DELETE, so that
 * the last state is right whatever was written twice.
 *
 * When rows wait for longer than `limit`, or for more than PL_SAFE_BYTES, port.unsafe says so: from
 * then on nobody is to wait, until it says that it is over. They are written all the same, unless
 * there are too many of them: then new ones are lost, and counted.
 *
 * All on the loop's thread; call-backs never from inside a call here.
 */
#ifndef PL_SERVER_SAFE_H
#define PL_SERVER_SAFE_H

#include "adapters/store/store.h"
#include "io/loop.h"

enum { PL_SAFE_BYTES = 64 << 20 };

struct pl_safe;

struct pl_safe_port {
    void (*safe)(void *arg, uint64_t number);
    void (*unsafe)(void *arg, bool unsafe);
    void *arg;
};

/* Borrows loop and store. limit 0: nobody ever waits. NULL: memory is short. */
struct pl_safe *pl_safe_create(struct pl_loop *loop, struct pl_store *store, pl_time_us limit);
/* Before anything is flushed. */
void pl_safe_listen(struct pl_safe *s, const struct pl_safe_port *port);
/* What was flushed is written by the store; nobody hears of it any more. Accepts NULL. */
void pl_safe_destroy(struct pl_safe *s);

/* Copies. */
void pl_safe_put(struct pl_safe *s, const struct pl_store_change *change);
/* The number to wait for; 0: for nothing. */
uint64_t pl_safe_flush(struct pl_safe *s);

struct pl_safe_stats {
    size_t waiting;       /* pieces of flushes */
    size_t waiting_bytes; /* of their rows */
    pl_time_us oldest_us; /* how long the oldest waits */
    uint64_t written;     /* these only rise: flushes that are safe */
    uint64_t again;       /* that were written once more */
    uint64_t lost;        /* rows */
    bool unsafe;
};
void pl_safe_stats(const struct pl_safe *s, struct pl_safe_stats *out);

#endif
