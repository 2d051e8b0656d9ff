/* SPDX-License-Identifier: Apache-2.0 */
/* Between session.c and session_in.c. */
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
/* The bs_file_put of this number has been opened as this transfer. */
void pl_bras_session_opened(struct pl_bras_session *s, int64_t id, uint32_t transfer);

#endif
