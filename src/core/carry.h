/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the server carries from one session to others: texts, buffers, notes. Who can be reached,
 * and what it costs the sender. Private to src/core.
 *
 * Cost: bytes times receivers, PL_LIMIT_CARRIED_BYTES_PER_SECOND lasting and CARRIED_BURST_BYTES at
 * once; beyond it 23. A receiver whose link is lost keeps what it is sent until it resumes, and its
 * session ends when that becomes too much (session.c); so that nobody can end it by sending to
 * it alone, that is possible only while its outbox is at most half full.
 */
#ifndef PL_CORE_CARRY_H
#define PL_CORE_CARRY_H

#include "core/dispatch.h"

enum {
    PL_CARRY_ALL = -1,   /* everybody else in the room */
    PL_CARRY_SERVER = 0, /* where a server can be meant */
};

/* May s have that carried to so many? Takes what it costs. */
bool pl_carry_pay(struct pl_core *core, struct pl_session *s, size_t bytes, size_t receivers);

/* May so much more be kept for this receiver? Always while it has a link. */
bool pl_carry_fits(const struct pl_session *to, size_t bytes);

/*
 * Sends `out`, which holds so many bytes of the sender's, to one user in whichever room or none, or
 * to PL_CARRY_ALL. Refusals: 3 all without a room, 23 rate, or receiver away and its outbox full,
 * 205 no such user, or oneself.
 */
struct pl_answer pl_carry(struct pl_core *core, struct pl_session *s, int32_t to, size_t bytes,
                          struct pl_wire_msg *out);

#endif
