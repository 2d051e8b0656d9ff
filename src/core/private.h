/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Private chats between two users of a room, and the chat mode (manual 2.2). Private to src/core.
 *
 * Between two sessions of one room there is at most one *tie*:
 *
 *            private_request         private_answer 0, or the other one asks as well
 *   (none) ────────────────▶ ASKED ────────────────────────────────────────────────▶ AGREED
 *                              │                                                        │
 *      answered otherwise, taken back, a minute gone, somebody left             private_exit,
 * somebody left
 *
 * What each is told. The one who asked hears once of his request (private_answered): 0 agreed, 402
 * or another code of the answer, 431 late, 401 the other one has left the room. The one who was
 * asked hears private_ended when there is nothing to answer any more: 435 taken back, 431 late, 401
 * left. Partners hear private_ended: 0 the other one went out of it, 401 out of the room. Nobody is
 * told what he did himself.
 *
 * A repeated request is answered like the first and changes nothing. Refusals: 401 not in this
 * room, 403 oneself or switched off in the configuration, 421 partners already, 23 too many ties or
 * requests of one's own, 432 too many of the other one's, 420 an answer to what was not asked. The
 * answer may come over a resumed link: ties belong to sessions.
 *
 * A session whose chat mode is private sees and hears only its partners (stage.h); text is not
 * touched. The mode belongs to the session, and is told to the room like a camera's state.
 *
 * Limits: PL_LIMIT_PRIVATE_TIES of a session, PL_LIMIT_PRIVATE_REQUESTS_PER_MINUTE,
 * PL_LIMIT_PRIVATE_REQUEST_MS. Cost: O(ties) a message.
 */
#ifndef PL_CORE_PRIVATE_H
#define PL_CORE_PRIVATE_H

#include "core/state.h"

struct pl_tie;

struct pl_tie_end {
    struct pl_list in_session; /* session->ties */
    struct pl_session *session;
    struct pl_tie *tie;
};

struct pl_tie {
    struct pl_tie_end ends[2]; /* who asked first */
    int32_t request;
    bool agreed;
    struct pl_timer timer; /* armed while not agreed */
};

static inline struct pl_tie_end *pl_tie_end_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_tie_end, in_session);
}

static inline struct pl_tie_end *pl_tie_other(struct pl_tie_end *end)
{
    return &end->tie->ends[&end->tie->ends[0] == end];
}

/* May s see and hear p, as far as its chat mode goes? */
bool pl_private_allows(const struct pl_session *s, const struct pl_session *p);

/* s leaves its room; its links are off already. */
void pl_private_left(struct pl_core *core, struct pl_session *s);
/* A request's timer has fired. */
void pl_private_due(struct pl_core *core, struct pl_tie *tie);
/* For pl_core_destroy: frees without any effect. */
void pl_private_free(struct pl_core *core, struct pl_session *s);

#endif
