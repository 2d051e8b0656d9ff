/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/events: the feed of events (server/feed.h) for those who read it over HTTP.
 *
 *   ?after=N      what comes behind number N; without it, behind all that is not kept any more
 *   ?limit=N      at most so many in one answer; 1..PL_ADMIN_PAGE_MAX, 100
 *   ?wait=S       when there is nothing yet, wait so long for it; 0..60 s, 30
 *   Accept: text/event-stream    a stream without an end; Last-Event-ID takes the place of after
 *
 *     {"events":[{"number":17,"at":1790000000000,"kind":"room.enter","user":5,"room":1}],"next":17}
 *
 * "next" is the next `after`: whoever goes on with it sees every event once. Numbers have no gap;
 * where what comes next is not kept any more (events.keep), or N has never been (the database is
 * another one), the answer is 410, with "oldest" and "last": a reader never misses something in
 * silence. In a stream the same comes as "event: gone", and it ends.
 *
 * Limits: PL_ADMIN_READERS_MAX readers at once (503). A stream reads on from the store when what it
 * has sent has gone out: a slow reader costs one batch of memory, and is cut after 30 s without a
 * byte. Streams that have nothing to say say ": still here" every 15 s.
 */
#ifndef PL_ADMIN_FEED_H
#define PL_ADMIN_FEED_H

#include "adapters/admin/http.h"
#include "adapters/store/store.h"

enum { PL_ADMIN_READERS_MAX = 16, PL_ADMIN_WAIT_MAX_S = 60 };

struct pl_admin_feed;

/* Borrows loop and store. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_admin_feed_create(struct pl_admin_feed **out, struct pl_loop *loop,
                                               struct pl_store *store);
/* Before the store. Accepts NULL. */
void pl_admin_feed_destroy(struct pl_admin_feed *feed);
/* Where answers go; after pl_admin_start, before the first request. */
void pl_admin_feed_attach(struct pl_admin_feed *feed, struct pl_admin *admin);

/* As of pl_admin_port, but for feed. */
void pl_admin_feed_events(struct pl_admin_feed *feed, const struct pl_admin_request *request,
                          int64_t after, int64_t limit, int64_t wait_s,
                          struct pl_admin_reply *reply);
void pl_admin_feed_gone(struct pl_admin_feed *feed, uint64_t ticket);
void pl_admin_feed_drained(struct pl_admin_feed *feed, uint64_t ticket);

/* New events are kept. NULL is harmless. */
void pl_admin_feed_news(struct pl_admin_feed *feed);

#endif
