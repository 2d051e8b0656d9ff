/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What clients say of users to whatever decides about them (BRAC_UserInfoControl, manual 5.6.7):
 * the application's own commands. They are asked of what is attached and takes them
 * (PL_ASK_CONTROL), and the client is told what that says; with nobody attached
 * pl_core_config.server_data counts, as for data. Private to src/core.
 *
 * Order: those of one session are asked in the order in which they were said; each is answered when
 * its answer comes.
 *
 * Limits: PL_LIMIT_USER_CONTROLS_PER_SECOND, and PL_ASK_CONTROLS_MAX without an answer (23).
 */
#ifndef PL_CORE_CONTROL_H
#define PL_CORE_CONTROL_H

#include "core/state.h"

/* The session ends: nobody needs the answers. */
void pl_control_gone(struct pl_core *core, struct pl_session *s);
/* The same without effects, for pl_core_destroy. */
void pl_control_free(struct pl_core *core, struct pl_session *s);

#endif
