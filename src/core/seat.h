/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a member of a room is to the others: seen by everybody, by one, or by nobody. It decides who
 * is told of him and whose media may reach whom; the media side carries out the links that are left
 * (stage.h). Private to src/core.
 *
 *   seat        the others                       he                            publishes
 *   OPEN        all see and hear him             sees and hears all            yes
 *   WHISPERER   one of them does                 the same                      yes
 *   LISTENER    nobody is even told of him       the same                      no: 20
 *   SHUT        the same                         sees and hears nobody         no: 20
 *
 * Besides, whoever is on hold sees and hears nobody, and nobody him; he stays in everybody's list,
 * and is sent no text but what is for him alone.
 *
 * A seat is given on entering the room (service.h) and lasts until it is left: SHUT is who was put
 * out, until his page has gone. Whoever becomes LISTENER or SHUT loses what he publishes.
 *
 * Cost: O(members) to change one; O(1) to ask.
 */
#ifndef PL_CORE_SEAT_H
#define PL_CORE_SEAT_H

#include "core/state.h"

/* May anything of p reach s, who is in the same room? */
bool pl_seat_carries(const struct pl_session *s, const struct pl_session *p);
/* Is s told of p? Both are in the same room; of himself everybody is. */
bool pl_seat_shows(const struct pl_session *s, const struct pl_session *p);
/* May s, in a room, say this? Whoever is not seen by all sends no data, files, calls or notices to
 * the room or to members who are not told of him, and asks for no recording of others. */
bool pl_seat_lets(const struct pl_core *core, const struct pl_session *s,
                  const struct pl_wire_msg *msg);

/* s is in a room; `only`: user who sees a whisperer. Others are told of him, or that he has left;
 * links follow. */
void pl_seat_change(struct pl_core *core, struct pl_session *s, enum pl_seat seat, int32_t only);
/* The same for hold. */
void pl_seat_hold(struct pl_core *core, struct pl_session *s, bool held);
/* s has left the room. */
void pl_seat_left(struct pl_session *s);

#endif
