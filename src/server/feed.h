/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event feed ([events]): what has happened, numbered 1, 2, 3 ... without a gap, kept in the
 * store until there are more than events.keep of them.
 *
 * An event is a kind ("user.login", "room.enter": the names of the log, core/trace.h) and a JSON
 * object of the ids that belong to it:
 *     {"number":17,"at":1790000000000,"kind":"room.enter","session":3,"user":5,"room":1}
 * at: milliseconds since 1970; what does not apply is left out. Names, texts and addresses are not
 * in it. With events.texts what users say in rooms is told of as "text": user, room, "to" (left
 * out: everybody there), "length" in bytes, "secret": 1 when nobody else there has seen it.
 *
 * Whoever reads sees an event when it is kept, never before: so a reader that goes on behind the
 * last number that it has handled misses nothing and sees nothing twice, whatever is killed when.
 * Events that could not be kept (a database that is away for long, a full disk) are counted and
 * told by an event of their own, "feed.lost" with their `count` since the start: numbers go on
 * without a gap even then.
 *
 * Cost of an event: a copy; those of one turn of the loop are written together.
 */
#ifndef PL_SERVER_FEED_H
#define PL_SERVER_FEED_H

#include "core/effect.h"
#include "server/keeper.h"

struct pl_feed;

/* With events.webhook it is brought there, too (adapters/webhook). *out stays NULL when keeper is,
 * or events.keep is 0. PL_E_NOMEM, PL_E_LIMIT, PL_E_IO; the log says why. Borrows both. */
PL_MUST_CHECK enum pl_err pl_feed_start(struct pl_feed **out, const struct pl_daemon_tools *tools,
                                        struct pl_keeper *keeper);
/* Hands what waits to the store; before that stops. NULL is harmless. */
void pl_feed_stop(struct pl_feed *feed);

/* Who hears of new events, when they are kept; NULL: nobody. */
void pl_feed_watch(struct pl_feed *feed, void (*fn)(void *arg), void *arg);

/* Texts, as far as they are to be told. NULL is harmless. */
void pl_feed_notice(struct pl_feed *feed, const struct pl_notice *notice);

/* Are notices needed for that? */
bool pl_feed_wants_notices(const struct pl_config *config);

/* What has become of a file of a recording: "record.archive" (it is in the object store),
 * "record.archive_fail" (it cannot be read here), "record.archive_delete" (it is there no more).
 * kind is borrowed for good. NULL is harmless. */
void pl_feed_record(struct pl_feed *feed, const char *kind, int64_t recording, int64_t bytes);

/* Facts that are of no use to others (links, codecs) are left out. NULL is harmless. */
void pl_feed_fact(struct pl_feed *feed, const struct pl_fact *fact);

#endif
