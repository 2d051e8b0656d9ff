/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Questions that are open. Private to src/core; what leaves and comes back is core/question.h.
 *
 * Whoever has to ask keeps a struct pl_ask beside what it needs to go on (the login that is being
 * checked, the room that is to be entered, the call that is to ring):
 *
 *     pl_ask_open(core, &ask, s, &question)   false: nobody is to be asked: go on at once
 *     ... PL_EVENT_ANSWER, or the time is up:
 *         pl_<noun>_ruled(core, &ask, &ruling)   called once, the ask is closed before
 *     pl_ask_drop(core, &ask)                 it has become pointless; harmless when closed
 *
 * Limit: PL_ASKS_OF_SESSION open questions a session, of each kind but CONTROL one. Cost: O(1).
 */
#ifndef PL_CORE_ASK_H
#define PL_CORE_ASK_H

#include "core/question.h"
#include "core/state.h"

/* Puts the question: fills in ticket, until, session, user, name and ip, and emits PL_EFFECT_ASK.
 * ask is closed or zeroed; it must not move while open. False: its kind is off. */
bool pl_ask_open(struct pl_core *core, struct pl_ask *ask, struct pl_session *s,
                 struct pl_question *question);

/* Nobody needs the answer any more: emits PL_EFFECT_ASK_OVER if it is open. */
void pl_ask_drop(struct pl_core *core, struct pl_ask *ask);
/* The same without an effect, for pl_core_destroy. */
void pl_ask_free(struct pl_core *core, struct pl_ask *ask);

static inline bool pl_ask_is_open(const struct pl_ask *ask)
{
    return ask->ticket != 0;
}

/* PL_EVENT_ANSWER. */
void pl_ask_answered(struct pl_core *core, const struct pl_ruling *ruling);
/* The timer has fired. */
void pl_ask_due(struct pl_core *core, struct pl_ask *ask);

/* Who asked, by kind: what to do with the ruling. ask is closed; ruling->ticket is 0 when it is the
 * one of the settings because nobody has answered. */
void pl_login_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling);
void pl_room_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling);
void pl_call_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling);
void pl_control_ruled(struct pl_core *core, struct pl_ask *ask, const struct pl_ruling *ruling);

#endif
