/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Direct connections between two users: when to try one, what passes between the two meanwhile, and
 * the way back to the server. Private to src/core, except for pl_p2p_forbid.
 *
 * Media always begin through the server. Two sessions become a *pair* when
 *   - the server's setting, and both policies, allow it,
 *   - their room has at most p2p_max_room_users members, and neither of the two sees, hears or is
 *     watched by anybody else there (else the direct copy would come on top of the server's), and
 *   - one of them has asked for it (p2p_connect); or both leave it to the server, which wants it as
 *     soon as media move between the two.
 * A pair lives until one of these ceases to hold:
 *
 *            START_US            both ends `connected`
 *   WAITING ─────────▶ TRYING ────────────────────────▶ UP
 *      ▲                 │ TRY_US is over, or `failed`   │ `failed`
 *      └── longer and longer pauses ─────────────────────┘
 *
 * Each attempt has a number that all messages about it carry, so that late ones are told apart. In
 * TRYING and UP each end says which streams of the other reach it directly; their MEDIA_LINKs are
 * off (stage.h). Leaving TRYING or UP switches these links on again first and tells the ends by
 * p2p_stop second, so that the server's media are on their way when a client lets go.
 *
 * An end whose link is lost keeps what it has: its media do not need the server. The other end
 * notices when they stop. No attempt begins while one of the two has no link.
 *
 * Cost: pl_p2p_refresh is O(p2p_max_room_users^2 x watches) in rooms of that size, O(1) in larger
 * ones without pairs.
 */
#ifndef PL_CORE_P2P_H
#define PL_CORE_P2P_H

#include "core/state.h"

enum pl_p2p_policy {
    PL_P2P_POLICY_NONE = 0,
    PL_P2P_POLICY_SERVER = 1,    /* as the server decides */
    PL_P2P_POLICY_ASKED = 2,     /* as the application decides: when one of the two asks */
    PL_P2P_POLICY_ON_DEMAND = 3, /* as the server decides, and only while media move */
};

enum pl_pair_state {
    PL_PAIR_WAITING, /* until the timer fires, or, without one, until both ends have links */
    PL_PAIR_TRYING,
    PL_PAIR_UP,
};

struct pl_pair {
    struct pl_session *ends[2]; /* the older session, which offers, first */
    enum pl_pair_state state;
    struct pl_timer timer;
    int32_t attempt;
    bool connected[2];
    uint32_t signals[2]; /* of the attempt: messages and bytes carried for each end */
    uint32_t signal_bytes[2];
    uint32_t failures; /* in a row */
    pl_time_us up_at;
};

static inline struct pl_session *pl_pair_other(const struct pl_pair *pair,
                                               const struct pl_session *s)
{
    return pair->ends[pair->ends[0] == s];
}

/* Something has changed in the room that may begin or end a direct connection. */
void pl_p2p_refresh(struct pl_core *core, struct pl_room *room);
/* s leaves its room; its links are off already. */
void pl_p2p_left(struct pl_core *core, struct pl_session *s);
/* s has a link again. */
void pl_p2p_resumed(struct pl_core *core, struct pl_session *s);
/* A pair's timer has fired. */
void pl_p2p_due(struct pl_core *core, struct pl_pair *pair);
/* For pl_core_destroy: frees without any effect. */
void pl_p2p_free(struct pl_core *core, struct pl_session *s);
/* For counting each pair that is up once. */
bool pl_p2p_offers_and_is_up(const struct pl_session *s);

/*
 * The server itself needs what s sends and receives (a recording, a supervisor): back to the server
 * and no other way until it is allowed again. Counts: each true needs its false. Call it within a
 * step.
 */
void pl_p2p_forbid(struct pl_core *core, struct pl_session *s, bool forbid);

#endif
