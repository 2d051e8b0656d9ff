/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Users whose media the operator has named to be copied, to a multicast group for one
 * (pl_core_config.copied). Private to src/core.
 *
 * It is the name of a login with a password that counts: a guest may call himself anything. Names
 * are signed in once at a time, hence each number has one session. While such a user is in a room
 * his media pass the server, so he has no direct connections.
 */
#ifndef PL_CORE_COPY_H
#define PL_CORE_COPY_H

#include "core/state.h"

/* After PL_EFFECT_MEDIA_JOIN. */
void pl_copied_entered(struct pl_core *core, struct pl_session *s);
/* After it has left. */
void pl_copied_left(struct pl_core *core, struct pl_session *s);

#endif
