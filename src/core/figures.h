/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is told how well the streams go. Private to src/core.
 *
 * A client that has asked (`tell_figures`, kept with the session) is told by the media side through
 * here: sessions become users, and who is gone is left out. The message is outside the numbering:
 * one that is lost is followed by a newer one, so nothing of it is kept for a resume. Cost: O(its
 * streams) each two seconds.
 */
#ifndef PL_CORE_FIGURES_H
#define PL_CORE_FIGURES_H

#include "core/state.h"

/* The session has joined a room: the media side does not know yet that it has asked. */
void pl_figures_entered(struct pl_core *core, const struct pl_session *s);

void pl_figures_media(struct pl_core *core, const struct pl_event *event);

#endif
