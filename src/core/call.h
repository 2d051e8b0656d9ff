/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calls between two users, wherever they are (manual 5.2.4). Private to src/core.
 *
 *          call_request       allowed, he is there and free         call_answer 0
 *   (none) ────────────▶ ASKING ──────────────────────────▶ RINGING ────────────▶ TALKING
 *                          │                                   │                     │
 *               vetoed, offline, busy              refused, taken back, time,   call_finish,
 *                                                     finished, gone                gone
 *
 * ASKING lasts as long as others think about it (ask.h, PL_ASK_CALL). The called one is looked at
 * afterwards, and hears of a call only when it rings.
 *
 * What each is told (A calls B; in all of it `user` is the other one):
 *   vetoed, offline, busy        A call_answered the code, 100102, 100103
 *   it rings                     B call_requested; A call_answered 0
 *   B takes it                   A and B call_started, with the number of the room
 *   B refuses                    A call_answered, B's code
 *   A takes it back              B call_answered, A's code
 *   nobody answers for ring_us   A and B call_answered 100105
 *   either ends it, also ringing A and B call_finished, the code of who ended it
 *   either is gone               the other one call_answered 100106 when it rang, else
 * call_finished
 *
 * Who is in a call, rings, or is rung is busy for every other call, his own as well. Gone is who
 * has logged out, was removed, or has not come back within the grace time: a lost link alone
 * changes nothing, and what was told meanwhile comes with the resume. Leaving the room does not end
 * a call.
 *
 * Races are decided by what arrives first. What comes too late, or is about no call, is carried out
 * by doing nothing (pages finish calls that are not); but a caller who takes back what has just
 * been answered ends it: both hear call_finished with his code. Repeating one's request while it
 * rings changes nothing.
 *
 * `flags`, `param` and `text` of whoever acts are passed on as they are; what the server says by
 * itself carries those of the request. call_started has the flags of the request and, as text, the
 * other one's: of the answer for A, unless that is empty, else of the request.
 *
 * The room of a call has a number of its own (from 100000001 on) and lets only the two enter, from
 * call_started on, as long as the call lasts or somebody is inside; others hear 305.
 *
 * Limits: one call a session; PL_LIMIT_CALLS_PER_MINUTE; texts PL_LIMIT_CALL_TEXT_BYTES.
 * Cost: O(1) a message.
 */
#ifndef PL_CORE_CALL_H
#define PL_CORE_CALL_H

#include "core/state.h"

enum pl_call_state {
    PL_CALL_ASKING,
    PL_CALL_RINGING,
    PL_CALL_TALKING,
};

/* What whoever acts says besides. */
struct pl_call_words {
    int32_t flags;
    int32_t param;
    struct pl_bytes text;
};

struct pl_call {
    enum pl_call_state state;
    struct pl_session *ends[2]; /* who calls; who is called, NULL while ASKING */
    int32_t users[2];           /* their ids */
    struct pl_ask ask;          /* open while ASKING */
    int32_t room;               /* while TALKING; else 0 */
    struct pl_timer timer;      /* armed while RINGING */
    int32_t flags;
    int32_t param;
    size_t text_len;
    uint8_t text[];
};

/* s is about to end. */
void pl_call_gone(struct pl_core *core, struct pl_session *s);
/* The timer has fired. */
void pl_call_due(struct pl_core *core, struct pl_call *call);
/* For pl_core_destroy: frees without any effect. */
void pl_call_free(struct pl_core *core, struct pl_session *s);

/* PL_EVENT_CALL_FINISH. */
void pl_call_finished(struct pl_core *core, const struct pl_event *event);

/* Over, as if one of the two had ended it. */
void pl_call_end(struct pl_core *core, struct pl_call *call, int code);
/* It is talked, and goes on between the other one and `to`, who is in no call: in the same room,
 * which the one before may not enter any more. All three are told. */
void pl_call_move(struct pl_core *core, struct pl_call *call, struct pl_session *from,
                  struct pl_session *to);

/* The call that this room number belongs to; NULL: none. */
const struct pl_call *pl_call_of_room(const struct pl_core *core, int32_t number);

#endif
