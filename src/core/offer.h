/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Session descriptions on their way between client and media side. Private to src/core.
 *
 * The core carries SDP and does not read it. It keeps which publishing offers wait for an answer,
 * so that each is answered once, whatever becomes of the media side or of the seat in the room.
 */
#ifndef PL_CORE_OFFER_H
#define PL_CORE_OFFER_H

#include "core/state.h"

void pl_offer_media_answer(struct pl_core *core, const struct pl_event *event);
void pl_offer_media_offer(struct pl_core *core, const struct pl_event *event);
void pl_offer_media_failed(struct pl_core *core, const struct pl_event *event);

/* The session leaves its room: offers that still wait are answered with 3. */
void pl_offer_left(struct pl_core *core, struct pl_session *s);

#endif
