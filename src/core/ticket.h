/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What survives a restart of the service counters (counter/contact.h): the book of contacts, and
 * the places of those who wait, are served, or serve. Private to src/core.
 *
 * A guest is known again by the token of the session that he had (ticket_place.h).
 *
 * Each change goes out as PL_EFFECT_KEEP, before anything that tells of it: a shell that holds back
 * what comes behind such an effect until it is safe (server/hold.h) acknowledges nothing that could
 * be lost. What was kept comes back as PL_EVENT_KEPT before the first link.
 *
 * A place that was kept waits for pl_core_config.return_us for who had it. Who signs in under the
 * same user id, and enters the same area (an agent) and queue (a client), has what he had: a client
 * the place in the queue, in front of everybody who has come since, and the time that he has
 * waited; an agent his status, his service with the client, and his counts. Until then nobody is in
 * his place: others are counted, and served, as they are there. Who enters another area or queue,
 * or does not come, has lost it, and his contact ends (LEFT, LOST).
 *
 * The same goes for a client whose session was replaced by another one of the same user: a page
 * that is loaded again, or goes on in another window. The ticket leaves the engine with the old
 * session (others move up), and comes back to its place with the new one; his contact goes on. This
 * needs no store.
 *
 * When the server stops in an orderly way, places stay as they are: that is a restart as well.
 */
#ifndef PL_CORE_TICKET_H
#define PL_CORE_TICKET_H

#include "core/counter/book.h"
#include "core/state.h"

/* False: no memory. */
bool pl_tickets_init(struct pl_core *core);
void pl_tickets_finish(struct pl_core *core);

/* Of the facts that the engine has not given yet: writes the book, and keeps what has changed.
 * After every verb, before anybody is told. */
void pl_tickets_keep(struct pl_core *core);
/* The client has said something of his contact: keeps it. */
void pl_tickets_said(struct pl_core *core);

/* The engine's verb, for who may have a place that waits for him. 1: the store is away. */
int pl_tickets_enter_area(struct pl_core *core, int32_t user, int32_t area);
int pl_tickets_enter_queue(struct pl_core *core, int32_t user, int32_t queue);
/* His session is about to be replaced: his place waits for the next one. */
void pl_tickets_put_by(struct pl_core *core, int32_t user);
/* His session ends: what still waits for him does so no longer, unless it was replaced. */
void pl_tickets_gone(struct pl_core *core, int32_t user, int code);
/* The id is that of a place that waits for a guest. */
bool pl_tickets_waits_for(const struct pl_core *core, int32_t user);
/* The guest whose place this token of a session is for (ticket_place.h); 0: nobody's. */
int32_t pl_tickets_guest(const struct pl_core *core, struct pl_bytes token);

/* PL_EVENT_KEPT of its kinds. */
enum pl_err pl_tickets_learn(struct pl_core *core, const struct pl_core_kept *kept);
/* The time to come back is over. */
void pl_tickets_due(struct pl_core *core);

#endif
