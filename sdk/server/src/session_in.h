/* SPDX-License-Identifier: Apache-2.0 */
/* Between session.c (life), session_in.c (what comes) and session_out.c (what is said). */
#ifndef PL_BRAS_SESSION_IN_H
#define PL_BRAS_SESSION_IN_H

#include "out.h"
#include "session.h"

/* Tells the program; while SYNCING when that is over. */
void pl_bras_session_tell(struct pl_bras_session *s, const struct pl_bras_event *like);
void pl_bras_session_tell_link(struct pl_bras_session *s, uint32_t code);
/* The request of this number has been answered. */
void pl_bras_session_answered(struct pl_bras_session *s, int64_t id, uint32_t code,
                              struct pl_bytes text);

/* Says an answer, which has no number: before everything that waits, and gone with its link. */
void pl_bras_session_say_now(struct pl_bras_session *s, const struct pl_wire_msg *msg);
/* Who waits for the answer to the request of this number; NULL: nobody. */
struct pl_bras_ask *pl_bras_session_asker(struct pl_bras_session *s, int64_t id);

/* Whoever waits for this one's answer has it. */
void pl_bras_out_answer(struct pl_bras_out *out, uint32_t code);
/* It waits, or is on its way, no more. */
void pl_bras_out_take_off(struct pl_bras_session *s, struct pl_bras_out *out, bool was_sent);

#endif
