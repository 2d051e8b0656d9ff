/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Friends, groups and what is told of users, as pages see them (manual 4.2, 5.6); who is whose
 * friend is kept in directory.h. Private to src/core.
 *
 * Where they come from, pl_core_config.friends: PL_CORE_FRIENDS_GIVEN, what is attached to the
 * server says it (PL_EVENT_USER_CONTROL, PL_EVENT_USER_INFO); PL_CORE_FRIENDS_EVERYBODY, everybody
 * who is signed in is everybody's friend, by itself; PL_CORE_FRIENDS_KEPT, as given, and it stays:
 * through signing out, and with a store (keep.h) through restarts.
 *
 * What a client is told, always after its logged_in:
 *   - synchronising (control code 2, everybody's coming, a login where it is kept): friend_data, in
 * parts, the last one says so. With `reset` it is all there is of this user: groups, friends and
 * whether they are signed in, what is told of himself and of them; without, what has been added.
 *   - friend_status when somebody in his list comes or goes. The client tells its page only what is
 *     a change for it; so both may say the same.
 * Changes in the directory reach clients with the next synchronising, not before.
 *
 * Given: who logs out keeps nothing here: his groups, friends and infos are forgotten, and he stays
 * in the lists of others as one who is away. A guest, whose id does not come back, leaves those too
 * where everybody is a friend and where things are kept.
 *
 * From clients nothing of it comes; their own commands are core/control.h.
 *
 * Cost: synchronising O(friends and infos); coming and going O(fans), with everybody O(users).
 */
#ifndef PL_CORE_FRIEND_H
#define PL_CORE_FRIEND_H

#include "core/state.h"

/* s has been told that it is signed in. */
void pl_friend_logged_in(struct pl_core *core, struct pl_session *s);
/* s, signed in, is about to end. */
void pl_friend_gone(struct pl_core *core, struct pl_session *s);

/* PL_EVENT_USER_CONTROL but for its code 1, PL_EVENT_USER_INFO. */
void pl_friend_control(struct pl_core *core, const struct pl_event *event);
void pl_friend_info(struct pl_core *core, const struct pl_event *event);

#endif
