/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who sees and hears whom: camera, microphone, wishes and the links that follow from them. Private
 * to src/core.
 *
 * A MEDIA_LINK from publisher to watcher is on exactly while
 *   - both are in the same room,
 *   - the watcher has asked for it (a wish lives until the watcher leaves the room),
 *   - the publisher's device is open (its stream is among those that are open, or mic == 1),
 *   - the watcher's chat mode lets it see and hear the publisher (private.h),
 *   - the seats of the two, and hold, let it (seat.h), and
 *   - the watcher does not say that it comes over their direct connection (p2p.h); that is
 * forgotten when the device closes, so that what opens again begins through the server. Each wish
 * remembers the session to which its link is on, so that nothing is switched twice.
 */
#ifndef PL_CORE_STAGE_H
#define PL_CORE_STAGE_H

#include "core/state.h"

/* NULL: the session has no such wish. */
struct pl_watch *pl_stage_find_watch(struct pl_session *s, int32_t user, enum pl_core_kind kind,
                                     uint8_t stream);

/* The session has come back from another address: the room is told, where addresses are. */
void pl_stage_moved(struct pl_core *core, const struct pl_session *s);

/* Others in the room may have been waiting for this user. */
void pl_stage_entered(struct pl_core *core, struct pl_session *s);
/* Called while s is still in its room: all its links go off, its wishes are forgotten. */
void pl_stage_left(struct pl_core *core, struct pl_session *s);

/* What s may see and hear has changed. */
void pl_stage_refresh(struct pl_core *core, struct pl_session *s);

/* Exactly these streams of that publisher reach s without the server; count 0: none. */
void pl_stage_set_direct(struct pl_core *core, struct pl_session *s, uint64_t publisher,
                         const struct pl_wire_p2p_track *tracks, size_t count);
/* Does s watch a stream of p that is there to be seen or heard, however it comes? */
bool pl_stage_watches(const struct pl_session *s, const struct pl_session *p);

#endif
