/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Data between clients and whoever is attached to the server: an SDK filter, a business server.
 * Private to src/core.
 *
 * What clients send to the server (server_data, and buffers to user 0) goes where
 * pl_core_config.server_data says: out as PL_EFFECT_SERVER_DATA to what is attached; or, as long as
 * nothing is, it is refused (206), dropped, or comes straight back. What is attached speaks through
 * PL_EVENT_SERVER_DATA, at any time, to one user, a room or everybody. pl_core_config.greeting goes
 * to each user right after his login, as SDK filter data.
 *
 * Payloads travel as base64 and are bytes here. Limits: PL_LIMIT_TRANS_BUFFER_BYTES for buffers,
 * PL_LIMIT_SERVER_DATA_BYTES for the rest (21), carry.h for rates (23).
 */
#ifndef PL_CORE_DATA_H
#define PL_CORE_DATA_H

#include "core/state.h"

void pl_data_event(struct pl_core *core, const struct pl_event *event);

/* s has just signed in. */
void pl_data_greet(struct pl_core *core, struct pl_session *s);

#endif
