/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How pictures are shown, and whether anybody looks. Private to src/core.
 *
 * Down: a watcher's page tells size and visibility of the pictures it watches (`view`). They are
 * kept with the wish and given to the media side by MEDIA_VIEW, after the MEDIA_LINK they belong to
 * has come on and whenever they change. A wish without one has never been told of: the media side
 * then takes it for visible and of full size, which is what a link begins with.
 *
 * Up: what the media side says of the demand for a publisher's picture goes to its client
 * (`demand`), which stops encoding what nobody watches.
 *
 * Limits: 64 pictures a message, PL_LIMIT_VIEWS_PER_SECOND messages a second (else 23). Cost:
 * O(pictures x watches) a message.
 */
#ifndef PL_CORE_VIEW_H
#define PL_CORE_VIEW_H

#include "core/state.h"

/* The wish's link has just come on: the media side has to learn how the picture is shown. */
void pl_view_linked(struct pl_core *core, const struct pl_session *s, const struct pl_watch *w);

void pl_view_media_demand(struct pl_core *core, const struct pl_event *event);

#endif
