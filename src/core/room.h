/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rooms: who is inside. Private to src/core.
 *
 * A room comes with its first member and goes with its last. Numbers below 100000001 belong to the
 * pages; a room entered by name gets the next free number from there, for as long as it lives, and
 * can be entered by that number too. The room of a call has such a number as well, and lets only
 * the two enter (call.h). Who is inside a room has to leave it before he enters another
 * (manual 5.2.7): 307. Entering the present room again: 308, ignored.
 *
 * Order: the entrant's `entered` lists the others; the others' user_entered come after their own
 * `entered`, since that was sent when they came in.
 */
#ifndef PL_CORE_ROOM_H
#define PL_CORE_ROOM_H

#include "core/state.h"

/* Takes the session out of its room and tells the others `code`. Frees the room with its last
 * member. The session must be in one. */
void pl_room_leave(struct pl_core *core, struct pl_session *s, int code);

/* Sends to every member but `except` (may be NULL). */
void pl_room_send(struct pl_core *core, struct pl_room *room, const struct pl_session *except,
                  struct pl_wire_msg *msg);

/* The same, of s, who is or was a member: to those only who are told of it (seat.h). */
void pl_room_send_of(struct pl_core *core, struct pl_room *room, const struct pl_session *s,
                     bool self, struct pl_wire_msg *msg);

/* A number that no room and no call has, from PL_FIRST_OWN_ROOM on. */
int32_t pl_room_next_number(struct pl_core *core);

/* For pl_core_destroy: frees without any effect. */
void pl_room_free(struct pl_core *core, struct pl_room *room);

/* An entry that others are asked about (ask.h). */
struct pl_entry {
    struct pl_ask ask; /* open */
    struct pl_session *session;
    int64_t re;     /* the request */
    int32_t number; /* also of a room that is entered by name */
    size_t name_len;
    size_t password_len;
    uint8_t text[]; /* name, password */
};

/* s is about to end. */
void pl_room_entry_gone(struct pl_core *core, struct pl_session *s);
/* For pl_core_destroy: frees without any effect. */
void pl_room_entry_free(struct pl_core *core, struct pl_session *s);

#endif
