/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is told how well the streams go, and who speaks. Private to src/core.
 *
 * A client that has asked (`tell_figures`, kept with the session) is told by the media side through
 * here: sessions become users, and who is gone is left out. The message is outside the numbering:
 * one that is lost is followed by a newer one, so nothing of it is kept for a resume. Cost: O(its
 * streams) each two seconds.
 *
 * The same client is told who speaks (`speakers`), when that changes. A list that was lost is not
 * followed by another while it stays true; so after a resume the media side is asked to tell anew.
 */
#ifndef PL_CORE_FIGURES_H
#define PL_CORE_FIGURES_H

#include "core/state.h"

/* The session has joined a room: the media side does not know yet that it has asked. */
void pl_figures_entered(struct pl_core *core, const struct pl_session *s);

/* Its link is back. */
void pl_figures_resumed(struct pl_core *core, const struct pl_session *s);

void pl_figures_speakers(struct pl_core *core, const struct pl_event *event);
void pl_figures_media(struct pl_core *core, const struct pl_event *event);

#endif
