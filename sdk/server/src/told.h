/* SPDX-License-Identifier: Apache-2.0 */
/* What the server tells, as events. Private to session.c. */
#ifndef PL_BRAS_TOLD_H
#define PL_BRAS_TOLD_H

#include "session.h"

/* Makes the event of a message; its texts borrow from msg, or are written to `scratch` (as large as
 * the longest data of a message). False: the message is no such thing, or its data are not base64.
 */
bool pl_bras_told(const struct pl_wire_msg *msg, struct pl_bras_event *event, uint8_t *scratch);

/* Those of a user of bs_online: he has signed in, and entered the room where he is. */
struct pl_bras_event pl_bras_told_login(const struct pl_wire_bs_user *user);
struct pl_bras_event pl_bras_told_enter(int32_t user, int32_t room);
struct pl_bras_event pl_bras_told_leave(int32_t user, int32_t room);
struct pl_bras_event pl_bras_told_logout(int32_t user, int32_t code);

#endif
