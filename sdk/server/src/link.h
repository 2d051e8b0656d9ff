/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread that holds the link to the server: finds its address, dials, carries messages between
 * WebSocket and session, dials again when it is lost: after 250 ms, then after twice as long each
 * time up to 10 s (a quarter more or less, so that many do not come at once), after 30 s where the
 * secret is refused. A link that has been up for 10 s makes the next pause short again.
 *
 * A program that does not keep up with what it is told (overrun) loses the link and gets it again
 * when its queue is half empty: everything that counts comes anew with it.
 */
#ifndef PL_BRAS_LINK_H
#define PL_BRAS_LINK_H

#include "config.h"
#include "engine.h"

struct pl_bras_link;

/* Borrows the engine. NULL: no memory, no descriptor, no TLS. */
struct pl_bras_link *pl_bras_link_create(struct pl_bras_engine *engine,
                                         const struct pl_bras_config *config);
/* After stop. Accepts NULL. */
void pl_bras_link_destroy(struct pl_bras_link *link);

PL_MUST_CHECK enum pl_err pl_bras_link_start(struct pl_bras_link *link);
/* Closes the link, waits for the thread; harmless when it was not started. A name that is being
 * looked up makes it wait for that. */
void pl_bras_link_stop(struct pl_bras_link *link);

/* Any thread: there is something to be sent. */
void pl_bras_link_wake(struct pl_bras_link *link);

#endif
