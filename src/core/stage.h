/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who sees and hears whom: camera, microphone, wishes and the links that follow from them. Private
 * to src/core.
 *
 * A MEDIA_LINK from publisher to watcher is on exactly while
 *   - both are in the same room,
 *   - the watcher has asked for it (a wish lives until the watcher leaves the room), and
 *   - the publisher's device is open (camera == 2, mic == 1).
 * Each wish remembers the session to which its link is on, so that nothing is switched twice.
 */
#ifndef PL_CORE_STAGE_H
#define PL_CORE_STAGE_H

#include "core/state.h"

/* NULL: the session has no such wish. */
struct pl_watch *pl_stage_find_watch(struct pl_session *s, int32_t user, enum pl_core_kind kind,
                                     uint8_t stream);

/* Others in the room may have been waiting for this user. */
void pl_stage_entered(struct pl_core *core, struct pl_session *s);
/* Called while s is still in its room: all its links go off, its wishes are forgotten. */
void pl_stage_left(struct pl_core *core, struct pl_session *s);

#endif
